import { getSettings, isOptions, slot } from 'kelet-core/internal';
import { canonicalPropagate } from '../shared/propagate';
import type { InterceptorOptions, WorkflowSettings } from './interceptor-options';

/** What the sandbox's `WorkflowSettings` has, in JSON; the type makes each of them be written below. */
type Bundled = Readonly<Record<keyof WorkflowSettings, unknown>>;

/**
 * The settings that are written into a bundle, as JSON: the options that workflow code needs, and the `signalFailureMode`
 * that `configure()` has set by now. A default is left out, so that the text of no settings is `{}`. Of
 * `autoSessionModule`, only that there is one is written, since paths differ between machines.
 */
export function settingsForBundle(options: InterceptorOptions): string {
  const { autoSession, autoSessionModule, propagate, runStartedSpan, searchAttribute, signalDispatch } = options;
  const settings: Bundled = {
    autoSession: autoSessionModule !== undefined ? 'module' : autoSession === true || undefined,
    propagate: canonicalPropagate(propagate),
    // What a `redact` of the host would change must not leave by a way that it cannot see.
    logFields: slot().spans?.redacts.size ? undefined : canonical(options.logFields),
    runStartedSpan: runStartedSpan || undefined,
    searchAttribute,
    signalDispatch: canonical(signalDispatch),
    signalFailureMode: getSettings()?.signalFailureMode === 'raise' ? 'raise' : undefined,
  };
  return JSON.stringify(settings);
}

/** In one order, and without what is not set, so that equal options are equal texts. */
function canonical(options: object | undefined): object | undefined {
  const given = Object.entries(options ?? {}).filter(([, value]) => value !== undefined);
  return given.length === 0 ? undefined : inOrder(given);
}

function inOrder(given: [string, unknown][]): object {
  const sorted = given.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([key, value]) => [key, isOptions(value) ? inOrder(Object.entries(value)) : value]),
  );
}

/** The settings that a bundle was built with, as `settingsForBundle` gives them; `undefined` where Kelet is not in it. */
export function bundledSettings(code: string): string | undefined {
  const found = [...code.matchAll(/kelet-settings:([\w%.!~*()-]*);/g)].flatMap(([, text = '']) => decoded(text));
  // A module with settings has the one without any in it.
  return found.find((settings) => settings !== '{}') ?? found[0];
}

/** None where the text is not ours: any other code may hold such words. */
function decoded(text: string): string[] {
  try {
    return [decodeURIComponent(text)];
  } catch {
    return [];
  }
}

/** The text in a bundle's code that `bundledSettings` finds. Percent-encoded, so that no quoting of strings changes it. */
export function markOf(settings: string): string {
  // In a string in quotes, an apostrophe would end it, and encodeURIComponent leaves that one.
  return `kelet-settings:${encodeURIComponent(settings).replace(/'/g, '%27')};`;
}
