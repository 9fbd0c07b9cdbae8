import { warnOnce } from 'kelet-core/internal';

/** Warns, once for each header and reason, of a part of a session that did not travel. */
export function warnDropped(header: string, why: string): void {
  warnOnce(`dropped:${header}:${why}`, `The header ${header} counts as absent: ${why}.`);
}
