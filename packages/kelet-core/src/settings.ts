import { freeze } from './built-ins';
import type { ConfigureOptions, ResolvedSignalOptions, Settings } from './configuration';
import { invalidConfig as invalid } from './errors';
import { checkNames, namesOf } from './option-names';
import { refused } from './refusal';
import { showNoText } from './show';
import { resolveSignalOptions } from './signal-options';
import { slot } from './slot';
import { warnOnce } from './warn';

export const DEFAULT_API_URL = 'https://api.kelet.ai';

/**
 * Sets the process up, once at its start; may be called again, and then replaces what was set.
 * An option wins over the environment, the environment over the default.
 *
 * Without a key or a project it warns once and nothing is ever sent; sessions still travel.
 *
 * @throws KeletError INVALID_CONFIG if a value is wrong, or, with `strict`, missing.
 */
export function configure(options: ConfigureOptions = {}): void {
  const settings = resolved(options);
  const current = slot();
  current.settings = settings;
  current.delivery.closed = false;
}

function resolved(options: ConfigureOptions): Settings {
  try {
    return resolve(options);
  } catch (error) {
    throw refused(error);
  }
}

/** What was configured, or `undefined` before `configure()`. */
export function getSettings(): Settings | undefined {
  return slot().settings;
}

const OPTION_NAMES = namesOf<ConfigureOptions>({
  apiKey: true,
  project: true,
  apiUrl: true,
  signalFailureMode: true,
  transformUserId: true,
  signals: true,
  strict: true,
});

function resolve(options: ConfigureOptions): Settings {
  checkNames('configure({ … })', options, OPTION_NAMES);
  const env = environment();
  const apiKey = text('apiKey', options.apiKey) ?? text('KELET_API_KEY', env['KELET_API_KEY']);
  const project = segment('project', options.project) ?? segment('KELET_PROJECT', env['KELET_PROJECT']);
  const apiUrl = options.apiUrl ?? (env['KELET_API_URL'] || DEFAULT_API_URL);
  const signalFailureMode = options.signalFailureMode ?? 'swallow';
  if (signalFailureMode !== 'swallow' && signalFailureMode !== 'raise') {
    throw invalid(`signalFailureMode must be 'swallow' or 'raise', and is ${showNoText(signalFailureMode)}`);
  }
  const { transformUserId } = options;
  if (transformUserId !== undefined && typeof transformUserId !== 'function') {
    throw invalid(`transformUserId must be a function, and is ${showNoText(transformUserId)}`);
  }
  const { strict = false } = options;
  if (typeof strict !== 'boolean') throw invalid(`strict must be true or false, and is ${showNoText(strict)}`);
  const complete = apiKey !== undefined && project !== undefined;
  const signals = resolveSignalOptions(options.signals);
  // In workflow code there is no key, and none is needed: its worker has it.
  if (!complete && slot().workflow === undefined) reportMissing({ apiKey, project }, signals, strict);
  return freeze({
    apiUrl: baseUrl(apiUrl),
    signalFailureMode,
    signals,
    ...(transformUserId && { transformUserId }),
    ...(complete && { credentials: freeze({ apiKey, project }) }),
  });
}

function reportMissing(
  found: { apiKey?: string | undefined; project?: string | undefined },
  { transport }: ResolvedSignalOptions,
  strict: boolean,
): void {
  const missing = [
    found.apiKey === undefined && 'apiKey (or KELET_API_KEY)',
    found.project === undefined && 'project (or KELET_PROJECT)',
  ].filter((name) => name !== false);
  const what = `configure(): ${missing.join(' and ')} is missing`;
  if (strict) throw invalid(what);
  const lost = transport === undefined ? 'no span and no signal' : 'no span';
  warnOnce(`missing:${missing.join()}`, `${what}. Sessions still travel, but ${lost} is sent.`);
}

// An empty string is what an unset variable becomes in many a deployment file: it counts as missing.
function text(name: string, value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  // The value itself is not shown: it may be a key that was put in the wrong place.
  if (typeof value !== 'string') throw invalid(`${name} must be a string, and is of type ${typeof value}`);
  // Both go into HTTP headers, which take no others.
  if (!/^[\x20-\x7e]+$/.test(value)) throw invalid(`${name} must consist of printable ASCII characters`);
  return value;
}

/** A text that can be one segment of a URL's path. No escape makes one of a dot or two: they lead elsewhere in any form. */
function segment(name: string, value: unknown): string | undefined {
  const given = text(name, value);
  if (given === '.' || given === '..') throw invalid(`${name} must be the name of a project, and is '${given}'`);
  if (given !== undefined && given !== given.trim()) {
    // A header, as spans have it, loses them, and a path, as signals have it, does not.
    throw invalid(`${name} must not begin or end with a space`);
  }
  return given;
}

/** Cuts slashes and one trailing `/api`, which every path of the API brings itself. */
function baseUrl(given: unknown): string {
  const url = typeof given === 'string' ? parse(given) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    // The value itself is not shown, as in text().
    const none = typeof given === 'string' ? ' that is none' : '';
    throw invalid(`apiUrl (or KELET_API_URL) must be an http or https URL, and is ${showNoText(given)}${none}`);
  }
  return `${url.origin}${url.pathname}`
    .replace(/\/+$/, '')
    .replace(/\/api$/, '')
    .replace(/\/+$/, '');
}

function parse(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

// The sandbox has no `process`; there, only what workflow code passes in counts.
function environment(): Record<string, string | undefined> {
  return (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env ?? {};
}
