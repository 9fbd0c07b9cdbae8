import { freeze, isArray } from './built-ins';
import { resolveSignalOptions, SIGNAL_RULES } from './configure-signals';
import type { ConfigureOptions, ReferenceOptions, ResolvedSignalOptions, Settings } from './configure-types';
import { KeletError } from './errors';
import { aBoolean, aFunction, checkOptions, checkValue, type OptionRule, type OptionRules, optionsOf } from './options';
import { slot } from './slot';
import { warnOnce } from './warn';

export const DEFAULT_API_URL = 'https://api.kelet.ai';

/** Sets up the process, or, in workflow code, the run; that of the host lets signals leave, too. */
export function configure(options: ConfigureOptions = {}): void {
  const settings = resolve(options);
  const current = slot();
  current.settings = settings;
  current.signalState.closed = false;
}

/** What was configured, or `undefined` before `configure()`. */
export function getSettings(): Settings | undefined {
  return slot().settings;
}

const blank = (value: unknown) => value === undefined || value === null || value === '';
const isPrintable = (value: unknown): value is string => typeof value === 'string' && /^[\x20-\x7e]+$/.test(value);

// HTTP headers take no other characters. An empty string is what an unset variable becomes in many a deployment file,
// so that it counts as missing.
const aKey: OptionRule = {
  fits: (value) => blank(value) || isPrintable(value),
  wanted: 'a string of printable ASCII characters',
};

// The project is one segment of a URL's path, where no escape hides a dot or two, and a header, which loses spaces at its
// ends.
const aProject: OptionRule = {
  fits: (value) => blank(value) || (isPrintable(value) && value === value.trim() && value !== '.' && value !== '..'),
  wanted: (value) => {
    if (!isPrintable(value)) return 'a name of printable ASCII characters';
    return value === value.trim() ? 'a name other than . and ..' : 'a name without a space at either end';
  },
};

const aUrl: OptionRule = {
  fits: (value) => blank(value) || (typeof value === 'string' && isHttpUrl(value)),
  wanted: 'an http or https URL',
};

const REFERENCE_RULES: OptionRules<ReferenceOptions> = {
  secrets: {
    fits: (value) => isArray(value) && value.length > 0 && [...value].every(isSecret),
    wanted: 'a list of strings of at least 16 characters',
    required: true,
  },
  maxAgeMs: { fits: (value) => typeof value === 'number' && value > 0, wanted: 'a number of milliseconds above 0' },
};

const isSecret = (value: unknown) => typeof value === 'string' && value.length >= 16;

const RULES: OptionRules<ConfigureOptions> = {
  apiKey: aKey,
  project: aProject,
  apiUrl: aUrl,
  signalFailureMode: { fits: (value) => value === 'swallow' || value === 'raise', wanted: "'swallow' or 'raise'" },
  transformUserId: aFunction,
  signals: optionsOf(SIGNAL_RULES),
  references: optionsOf(REFERENCE_RULES),
  strict: aBoolean,
};

function resolve(options: ConfigureOptions): Settings {
  checkOptions('configure()', options, RULES);
  const { signalFailureMode = 'swallow', transformUserId, references, strict = false } = options;
  const apiKey = options.apiKey || variable('KELET_API_KEY', aKey);
  const project = options.project || variable('KELET_PROJECT', aProject);
  const apiUrl = options.apiUrl || variable('KELET_API_URL', aUrl) || DEFAULT_API_URL;
  const complete = apiKey !== undefined && project !== undefined;
  const signals = resolveSignalOptions(options.signals);
  // In workflow code there is no key, and none is needed: its worker has it.
  if (!complete && slot().workflow === undefined) reportMissing({ apiKey, project }, signals, strict);
  return freeze({
    apiUrl: baseUrl(apiUrl),
    signalFailureMode,
    signals,
    ...(transformUserId && { transformUserId }),
    ...(references && { references: freeze({ ...references, secrets: freeze([...references.secrets]) }) }),
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
  if (strict) throw new KeletError('INVALID_CONFIG', `${what}. Set it in configure({ … }).`);
  const lost = transport === undefined ? 'no span and no signal' : 'no span';
  warnOnce(`missing:${missing.join()}`, `${what}. Sessions still travel, but ${lost} is sent.`);
}

/** Cuts slashes and one trailing `/api`, which every path of the API brings itself. */
function baseUrl(given: string): string {
  const { origin, pathname } = new URL(given);
  return `${origin}${pathname}`
    .replace(/\/+$/, '')
    .replace(/\/api$/, '')
    .replace(/\/+$/, '');
}

function isHttpUrl(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

/** What the environment says; `undefined` where that is nothing. @throws KeletError INVALID_CONFIG */
function variable(name: string, rule: OptionRule): string | undefined {
  const value = environment()[name] || undefined;
  checkValue(name, value, rule);
  return value;
}

// The sandbox has no `process`; there, only what workflow code passes in counts.
function environment(): Record<string, string | undefined> {
  return (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env ?? {};
}
