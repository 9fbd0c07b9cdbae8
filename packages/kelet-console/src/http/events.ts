import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Env } from '../receive/answer';
import type { Store } from '../store/store';
import type { ChangeEvent } from '../views';

/** A page that is told of each span would do nothing else than to read again. */
const INTERVAL_MS = 250;

/** So that a page notices soon that the console is gone, and proxies do not close what is silent. */
const HEARTBEAT_MS = 15_000;

const MAX_NAMED = 100;

/** Server-sent events: what has changed since the last one. */
export function events(c: Context<Env>, store: Store): Response {
  return streamSSE(c, async (stream) => {
    let changed = new Set<string>();
    let wake = (): void => {};
    // Its timer ends with it: it would hold a program that has closed its console.
    const woken = () =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, HEARTBEAT_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    const stop = store.onChange((sessionIds) => {
      for (const sessionId of sessionIds) if (changed.size <= MAX_NAMED) changed.add(sessionId);
      wake();
    });
    stream.onAbort(() => {
      stop();
      wake();
    });
    await stream.writeSSE({ event: 'hello', data: '{}' });
    while (!stream.aborted) {
      if (changed.size === 0) await woken();
      if (stream.aborted) return;
      const sessionIds = changed.size > MAX_NAMED ? null : [...changed].filter((id) => id !== '');
      const event: ChangeEvent = { sessionIds };
      const isHeartbeat = changed.size === 0;
      changed = new Set();
      await stream.writeSSE(
        isHeartbeat ? { event: 'heartbeat', data: '{}' } : { event: 'change', data: JSON.stringify(event) },
      );
      await stream.sleep(INTERVAL_MS);
    }
  });
}
