import { getSettings, type Settings } from 'kelet-core/internal';

/** What `configure()` had said when these spans ended. */
const settings = new WeakMap<object, Settings>();

export function noteSettings(span: object): void {
  const current = getSettings();
  if (current?.credentials !== undefined) settings.set(span, current);
}

/** Under which a span goes to Kelet: those of its end, so that no later project gets it; else those of now. */
export const settingsOf = (span: object): Settings | undefined => settings.get(span) ?? getSettings();
