import { getSettings } from '../configure';
import { flushAll } from '../flush';
import { slot } from '../slot';

/** Longer than that, no process should have to wait for what tells of it. */
const WITHIN_MS = 10_000;

/**
 * Has the process flush when nothing else is left to do, once. A process that something ends, `process.exit()` or a signal,
 * does not come there.
 */
export function flushAtExit(): void {
  const current = slot();
  if (current.flushesAtExit || typeof globalThis.process?.once !== 'function') return;
  current.flushesAtExit = true;
  globalThis.process.once('beforeExit', () => {
    // What the latest configure() says counts. What is lost has been counted and logged.
    if (getSettings()?.flushAtExit) flushAll({ timeoutMs: WITHIN_MS }).catch(() => {});
  });
}
