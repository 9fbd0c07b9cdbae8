import { entries, escapeUri, native, stringify } from './built-ins';
import { existingSlot } from './slot';

const HIDDEN = '[the API key]';

interface Environment {
  process?: { env?: Record<string, string | undefined> };
}

/** A shorter one is a placeholder, such as 'none', and could be a part of any word. */
const LEAST_LENGTH = 6;

/**
 * The text without the API keys that this process knows, for what is logged, thrown, or quoted from elsewhere: a key may
 * have been passed where something else belongs, and an answer may repeat what it was asked.
 */
export function withoutKeys(text: string): string {
  const { apiKey, projects = {} } = existingSlot()?.settings ?? {};
  const { KELET_API_KEY: fromEnvironment } = (globalThis as Environment).process?.env ?? {};
  const known = new native.Set([apiKey, fromEnvironment, ...entries(projects).map(([, own]) => own.apiKey)]);
  // The longest first: one may begin with another.
  const longestFirst = [...known].sort((one = '', other = '') => other.length - one.length);
  return longestFirst.reduce<string>((shown, key) => hide(shown, key, HIDDEN), text);
}

/** The text without `secret`, as it is, as JSON has it, and as a URL has it; with it, where it is too short to be one. */
export function hide(text: string, secret: string | undefined, instead: string): string {
  // Where it went, in a header, spaces around it were lost.
  const bare = secret?.trim();
  if (bare === undefined || bare.length < LEAST_LENGTH) return text;
  const forms = [bare, stringify(bare).slice(1, -1), escapeUri(bare)];
  return forms.reduce((shown, form) => (shown.includes(form) ? shown.split(form).join(instead) : shown), text);
}
