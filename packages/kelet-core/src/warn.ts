import { POSITIVE_INFINITY } from './built-ins';
import { withoutKeys } from './hide-api-keys';
import { slot } from './slot';

const MINUTE_MS = 60_000;

/** Warns, once for each `key` in this process (in the sandbox: in this workflow run). */
export function warnOnce(key: string, message: string): void {
  warnEvery(POSITIVE_INFINITY, key, message);
}

/** Warns, once a minute for each `key`; in the sandbox, where there is no clock, once. */
export function warnEachMinute(key: string, message: string): void {
  warnEvery(MINUTE_MS, key, message);
}

function warnEvery(intervalMs: number, key: string, message: string): void {
  const { warned, warn, clock } = slot();
  const last = warned.get(key);
  const time = clock?.now() ?? 0;
  if (last !== undefined && time - last < intervalMs) return;
  warned.set(key, time);
  warn(`[kelet] ${withoutKeys(message)}`);
}
