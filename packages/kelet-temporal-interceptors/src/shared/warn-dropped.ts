import { warnOnce } from 'kelet-core/internal';
import type { OnDropped } from 'kelet-temporal-headers';

/**
 * Warns of a header, or a part of one, that did not travel; once for each header and reason. The reason counts by its
 * code: its text can hold what came from outside, of which there is no end.
 */
export const warnDropped: OnDropped = (header, why, code) => {
  warnOnce(`dropped:${header}:${code}`, `The header ${header}, or a part of it, was left out: ${why}.`);
};
