import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SessionListView } from '../../../src/views';
import { getJson } from '../shared/api';
import type { Live } from '../shared/live';
import { createRefresher } from '../shared/refresher';
import { type Filter, listPath } from './filter';
import { createSessionPages, type SessionPages } from './session-pages';

const GAP_MS = 300;

/** The list that fits the filter, read again when something arrives; until its first answer, that of the filter before. */
export function useSessionPages(live: Live, { q, state }: Filter): SessionPages {
  const [, render] = useState({});
  const pages = useMemo(
    () =>
      createSessionPages(
        (offset, limit) => getJson<SessionListView>(listPath({ q, state }, offset, limit)),
        () => render({}),
      ),
    [q, state],
  );

  useEffect(() => {
    const refresher = createRefresher(pages.reload, GAP_MS);
    const end = live.onChange(refresher.request);
    return () => {
      end();
      refresher.stop();
    };
  }, [live, pages]);

  const answered = useRef(pages);
  if (pages.total() !== undefined || pages.error() !== undefined) answered.current = pages;
  return answered.current;
}
