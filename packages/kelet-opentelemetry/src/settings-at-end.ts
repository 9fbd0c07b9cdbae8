import { getSettings, type Settings } from 'kelet-core/internal';

/** The settings of `configure()` at the time when each span ended. */
const settings = new WeakMap<object, Settings>();

export function noteSettings(span: object): void {
  const current = getSettings();
  if (current !== undefined) settings.set(span, current);
}

/**
 * The settings for sending a span: those at its end, so that no later project gets the span; otherwise the current
 * ones.
 */
export const settingsOf = (span: object): Settings | undefined => settings.get(span) ?? getSettings();
