import type { SessionListView, SessionView } from '../../../src/views';

/** The list of sessions, of which only what was looked at has been read. */
export interface SessionPages {
  /** Unknown until the first answer. */
  total(): number | undefined;
  error(): string | undefined;
  /** Absent while it is being read. */
  at(index: number): SessionView | undefined;
  /** Says which rows are seen, and reads those that are missing. */
  show(first: number, last: number): void;
  /** Reads what is seen again, and forgets the rest: a session that did something has moved to the top. */
  reload(): Promise<void>;
}

export type ReadPage = (offset: number, limit: number) => Promise<SessionListView>;

export const PAGE_SIZE = 100;

/** `changed` is called whenever one of the answers may be another. */
export function createSessionPages(read: ReadPage, changed: () => void): SessionPages {
  let pages = new Map<number, readonly SessionView[]>();
  let seen: readonly number[] = [0];
  let total: number | undefined;
  let error: string | undefined;
  // A page that could not be read is asked for again by `reload`, and not by whoever shows the error.
  let asked = new Set<number>();

  async function readInto(target: Map<number, readonly SessionView[]>, page: number): Promise<void> {
    const answer = await read(page * PAGE_SIZE, PAGE_SIZE);
    target.set(page, answer.sessions);
    total = answer.total;
    error = undefined;
  }

  async function fill(page: number): Promise<void> {
    asked.add(page);
    await readInto(pages, page).catch(fail);
    changed();
  }

  function fillSeen(): void {
    for (const page of seen) if (!asked.has(page)) void fill(page);
  }

  function fail(reason: unknown): void {
    error = reason instanceof Error ? reason.message : String(reason);
  }

  return {
    total: () => total,
    error: () => error,
    at: (index) => pages.get(Math.floor(index / PAGE_SIZE))?.[index % PAGE_SIZE],
    show(first, last) {
      const from = Math.floor(first / PAGE_SIZE);
      const to = Math.max(from, Math.floor((last - 1) / PAGE_SIZE));
      seen = Array.from({ length: to - from + 1 }, (_, i) => from + i);
      fillSeen();
    },
    async reload() {
      const fresh = new Map<number, readonly SessionView[]>();
      try {
        await Promise.all(seen.map((page) => readInto(fresh, page)));
        pages = fresh;
        asked = new Set(fresh.keys());
        // What came into sight meanwhile was read into what is now forgotten.
        fillSeen();
      } catch (reason) {
        fail(reason);
      }
      changed();
    },
  };
}
