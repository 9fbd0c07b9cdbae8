import type { OptionRule } from './options';
import { isId, isPrintable, isProject, MAX_ID_BYTES } from './session';
import { show } from './text';

/** A rule: the id of a session or of a user. */
export const anId: OptionRule = { fits: isId, wanted: `a string of 1 to ${MAX_ID_BYTES} bytes of UTF-8`, shown: show };

/** In words what `isProject` asks of `value`. */
export function wantedOfProject(value: unknown): string {
  if (!isPrintable(value)) return 'a name of printable ASCII characters';
  if (value !== value.trim()) return 'a name without a space at either end';
  return value.length > MAX_ID_BYTES ? `a name of at most ${MAX_ID_BYTES} characters` : 'a name other than . and ..';
}

/** A rule: the name of a project. */
export const aProject: OptionRule = { fits: isProject, wanted: wantedOfProject, shown: show };
