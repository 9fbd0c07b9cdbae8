import { useEffect, useRef, useState } from 'preact/hooks';
import { getJson } from './api';
import type { Changed, Live } from './live';
import { createRefresher } from './refresher';

export interface Resource<T> {
  /** Absent until the first answer; after a failure the last one stays. */
  readonly data: T | undefined;
  readonly error: string | undefined;
}

interface Answer<T> extends Resource<T> {
  readonly path: string | undefined;
}

const NOTHING = { path: undefined, data: undefined, error: undefined };

/** Reads the path, and again after each change that concerns it, at most once in `gapMs`. */
export function useResource<T>(
  live: Live,
  path: string | undefined,
  concerns: (changed: Changed) => boolean,
  gapMs = 250,
): Resource<T> {
  const [answer, setAnswer] = useState<Answer<T>>(NOTHING);
  const latest = useRef(concerns);
  latest.current = concerns;

  useEffect(() => {
    if (path === undefined) return;
    const abort = new AbortController();
    const refresher = createRefresher(async () => {
      try {
        const data = await getJson<T>(path, abort.signal);
        if (!abort.signal.aborted) setAnswer({ path, data, error: undefined });
      } catch (reason) {
        if (abort.signal.aborted) return;
        const error = reason instanceof Error ? reason.message : String(reason);
        setAnswer((last) => ({ path, data: last.path === path ? last.data : undefined, error }));
      }
    }, gapMs);
    const end = live.onChange((changed) => {
      if (latest.current(changed)) refresher.request();
    });
    return () => {
      end();
      refresher.stop();
      abort.abort();
    };
  }, [live, path, gapMs]);

  // What was read for the path before is no answer to this one.
  return answer.path === path ? answer : NOTHING;
}

export const always = () => true;
