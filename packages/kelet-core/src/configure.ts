import { entries, freeze, isArray } from './built-ins';
import { aKey, aUrl, baseUrl, DEFAULT_API_URL, orBlank } from './configure-address';
import { byProject, resolveProjects } from './configure-projects';
import { resolveSignalOptions, SIGNAL_RULES } from './configure-signals';
import type { ConfigureOptions, ReferenceOptions, Settings } from './configure-types';
import { KeletError } from './errors';
import { aBoolean, aFunction, checkOptions, checkValue, type OptionRule, type OptionRules, optionsOf } from './options';
import { aProject } from './session-rules';
import { slot } from './slot';
import { showNoText } from './text';
import { warnOnce } from './warn';

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

const anOwnProject = orBlank(aProject);

const REFERENCE_RULES: OptionRules<ReferenceOptions> = {
  secrets: {
    fits: (value) => isArray(value) && value.length > 0 && [...value].every(isSecret),
    wanted: 'a list of strings of at least 16 characters',
    required: true,
    shown: showSecrets,
  },
  maxAgeMs: { fits: (value) => typeof value === 'number' && value > 0, wanted: 'a number of milliseconds above 0' },
};

const isSecret = (value: unknown) => typeof value === 'string' && value.length >= 16;

/** Says which of them is none, and why, without its text. */
function showSecrets(value: unknown): string {
  if (!isArray(value)) return showNoText(value);
  const index = [...value].findIndex((one) => !isSecret(one));
  return index === -1 ? 'an empty list' : `a list in which entry ${index} is ${showNoText(value[index])}`;
}

const RULES: OptionRules<ConfigureOptions> = {
  apiKey: aKey,
  project: anOwnProject,
  projects: byProject,
  apiUrl: aUrl,
  signalFailureMode: { fits: (value) => value === 'swallow' || value === 'raise', wanted: "'swallow' or 'raise'" },
  transformUserId: aFunction,
  signals: optionsOf(SIGNAL_RULES),
  references: optionsOf(REFERENCE_RULES),
  flushAtExit: aBoolean,
  strict: aBoolean,
};

function resolve(options: ConfigureOptions): Settings {
  checkOptions('configure()', options, RULES);
  const { signalFailureMode = 'swallow', transformUserId, references, flushAtExit, strict = false } = options;
  const apiKey = options.apiKey || variable('KELET_API_KEY', aKey);
  const project = options.project || variable('KELET_PROJECT', anOwnProject);
  const apiUrl = options.apiUrl || variable('KELET_API_URL', aUrl) || DEFAULT_API_URL;
  const projects = options.projects && resolveProjects(options.projects);
  const signals = resolveSignalOptions(options.signals);
  const settings = freeze({
    apiUrl: baseUrl(apiUrl),
    signalFailureMode,
    signals,
    ...(transformUserId && { transformUserId }),
    ...(references && { references: freeze({ ...references, secrets: freeze([...references.secrets]) }) }),
    ...(flushAtExit && { flushAtExit }),
    ...(apiKey && { apiKey }),
    ...(project && { project }),
    ...(projects && { projects }),
  });
  // In workflow code there is no key, and none is needed: its worker has it.
  if (slot().workflow === undefined) reportMissing(settings, strict);
  return settings;
}

/** Of a process with `projects`, each may have a key of its own, and each session may name one of them. */
function reportMissing({ apiKey, project, projects, signals }: Settings, strict: boolean): void {
  const keyless = projects === undefined || entries(projects).some(([, own]) => own.apiKey === undefined);
  const missing = [
    apiKey === undefined && keyless && 'apiKey (or KELET_API_KEY)',
    project === undefined && projects === undefined && 'project (or KELET_PROJECT)',
  ].filter((name) => name !== false);
  if (missing.length === 0) return;
  const what = `configure(): ${missing.join(' and ')} is missing`;
  if (strict) throw new KeletError('INVALID_CONFIG', `${what}. Set it in configure({ … }).`);
  const lost = signals.transport === undefined ? 'no span and no signal' : 'no span';
  const of = projects === undefined ? '' : ' of a project without a key of its own';
  warnOnce(`missing:${missing.join()}`, `${what}. Sessions still travel, but ${lost}${of} is sent.`);
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
