import { getSettings } from 'kelet-core/internal';
import { canonicalPropagate } from '../shared/propagate';
import type { InterceptorOptions } from './interceptor-options';

/**
 * Those of the options that a bundle holds, as JSON, and the `signalFailureMode` that `configure()` has set by now; of
 * a module only that there is one, since paths differ.
 */
export function settingsOf(options: InterceptorOptions): string {
  const { autoSession, autoSessionModule, propagate, searchAttribute, signalDispatch } = options;
  return JSON.stringify({
    ...(autoSession === true && { autoSession }),
    ...(autoSessionModule !== undefined && { autoSession: 'module' }),
    propagate: canonicalPropagate(propagate),
    searchAttribute,
    signalDispatch,
    ...(getSettings()?.signalFailureMode === 'raise' && { signalFailureMode: 'raise' }),
  });
}

/** The settings that a bundle was built with, as `settingsOf` gives them; `undefined` where Kelet is not in it. */
export function bundledSettings(code: string): string | undefined {
  const found = [...code.matchAll(/kelet-settings:([\w%.!~*'()-]*);/g)].map(([, text = '']) =>
    decodeURIComponent(text),
  );
  // A module with settings has the one without any in it.
  return found.find((settings) => settings !== '{}') ?? found[0];
}

/** The text in a bundle's code that `bundledSettings` finds. Percent-encoded, so that no quoting of strings changes it. */
export function markOf(settings: string): string {
  return `kelet-settings:${encodeURIComponent(settings)};`;
}
