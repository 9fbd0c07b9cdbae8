import type { OptionRule } from './options';
import { isPrintable } from './session';

export const DEFAULT_API_URL = 'https://api.kelet.ai';

/** An empty string is what an unset variable becomes in many a deployment file, so that it counts as missing. */
export function orBlank({ fits, wanted }: OptionRule): OptionRule {
  return { fits: (value) => value === undefined || value === null || value === '' || fits(value), wanted };
}

/** A rule: an API key. HTTP headers take no other characters. */
export const aKey = orBlank({ fits: isPrintable, wanted: 'a string of printable ASCII characters' });

/** A rule: the address of the API. */
export const aUrl = orBlank({
  fits: (value) => typeof value === 'string' && isHttpUrl(value),
  wanted: 'an http or https URL',
});

function isHttpUrl(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

/** Cuts slashes and one trailing `/api`, which every path of the API brings itself. */
export function baseUrl(given: string): string {
  const { origin, pathname } = new URL(given);
  return `${origin}${pathname}`
    .replace(/\/+$/, '')
    .replace(/\/api$/, '')
    .replace(/\/+$/, '');
}
