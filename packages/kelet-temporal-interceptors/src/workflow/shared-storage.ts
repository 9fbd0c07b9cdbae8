import { freeze, newStorage, type SessionStorage } from 'kelet-core/internal';

interface PreloadedStorage extends SessionStorage {
  enterWith(session: undefined): void;
}

const preloaded = isPreloaded() ? (newStorage() as PreloadedStorage) : undefined;

/**
 * The storage of all runs of a thread, where Temporal preloads this module: `undefined` where it is evaluated for a run.
 *
 * Every promise of a thread visits each AsyncLocalStorage that is enabled there (Node.js before 24), so that one storage
 * per cached run would be Kelet's largest cost. Temporal's own storage, that of cancellation scopes, is shared
 * in the same way. No run sees the contexts of another: a store is tied to the promises that were made in it, and each
 * activation begins in none.
 */
export const sharedStorage: SessionStorage | undefined = preloaded && share(preloaded);

/**
 * Lets an activation begin in no session. A workflow task that Temporal stops, since it took too long, never comes to the
 * end of its `run()`, and up to Node.js 22 leaves its session to all that the thread does next.
 */
export function leaveStoppedTask(): void {
  if (preloaded?.getStore() !== undefined) preloaded.enterWith(undefined);
}

// Temporal sets it ahead of the code of a run. Under another name, each run would have a storage of its own, until it is
// disposed of: right, and slower.
function isPreloaded(): boolean {
  return (globalThis as { __TEMPORAL_ACTIVATOR__?: unknown }).__TEMPORAL_ACTIVATOR__ === undefined;
}

/** Frozen, since workflow code can reach it through the slot; one run must not end what all have. */
function share(storage: SessionStorage): SessionStorage {
  return freeze({
    getStore: storage.getStore.bind(storage),
    run: storage.run.bind(storage) as SessionStorage['run'],
    disable: () => {},
  });
}
