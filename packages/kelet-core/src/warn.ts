import { slot } from './slot';

/** Warns, once for each `key` in this process (in the sandbox: in this workflow run). */
export function warnOnce(key: string, message: string): void {
  const { warned, warn } = slot();
  if (warned.has(key)) return;
  warned.add(key);
  warn(`[kelet] ${message}`);
}
