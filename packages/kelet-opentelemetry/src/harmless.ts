import { messageOf, quote, warnEachMinute } from 'kelet-core/internal';

/**
 * Runs what Kelet does beside the user's code, which must not fail because of Kelet: what `run` throws is logged behind
 * `message`, once a minute for each `key`.
 */
export function harmless(key: string, message: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    warnEachMinute(`spans:${key}`, `${message} "${quote(messageOf(error))}".`);
  }
}
