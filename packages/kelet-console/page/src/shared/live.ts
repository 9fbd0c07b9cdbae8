import type { ChangeEvent } from '../../../src/views';
import { isRecord } from './value';

export type LiveState = 'connecting' | 'live' | 'gone';

/** The sessions that changed; null where it may be any. */
export type Changed = ChangeEvent['sessionIds'];

/** What the console tells as it happens. */
export interface Live {
  state(): LiveState;
  /** Each of these returns a function that ends it. */
  onState(listener: () => void): () => void;
  onChange(listener: (changed: Changed) => void): () => void;
}

const REOPEN_MS = 2_000;

/** A browser connects again by itself, but not after an answer that is no stream, as a restart of the console may give. */
export function openLive(path: string): Live {
  const stateListeners = new Set<() => void>();
  const changeListeners = new Set<(changed: Changed) => void>();
  let state: LiveState = 'connecting';

  function become(next: LiveState): void {
    // Whatever happened while the console was gone was not told.
    const missed = state === 'gone' && next === 'live';
    state = next;
    for (const listener of stateListeners) listener();
    if (missed) for (const listener of changeListeners) listener(null);
  }

  function connect(): void {
    const source = new EventSource(path);
    source.addEventListener('open', () => become('live'));
    source.addEventListener('change', ({ data }) => {
      const changed = readChange(data);
      for (const listener of changeListeners) listener(changed);
    });
    source.addEventListener('error', () => {
      become('gone');
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, REOPEN_MS);
    });
  }

  connect();
  return { state: () => state, onState: listenerOf(stateListeners), onChange: listenerOf(changeListeners) };
}

/** What cannot be read may be about any session. */
export function readChange(data: string): Changed {
  try {
    const event: unknown = JSON.parse(data);
    const ids = isRecord(event) ? event['sessionIds'] : null;
    return Array.isArray(ids) && ids.every((id) => typeof id === 'string') ? ids : null;
  } catch {
    return null;
  }
}

function listenerOf<T>(listeners: Set<T>): (listener: T) => () => void {
  return (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
}
