import { warnOnce } from 'kelet-core/internal';

/**
 * Warns of a header, or a part of one, that did not travel; once for each header. The reason is not part of the
 * key: it can hold what came from outside, of which there is no end.
 */
export function warnDropped(header: string, why: string): void {
  warnOnce(`dropped:${header}`, `The header ${header}, or a part of it, was left out: ${why}.`);
}
