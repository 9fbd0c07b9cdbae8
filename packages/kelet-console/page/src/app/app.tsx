import type { Finding } from 'kelet-doctor';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { InfoView } from '../../../src/views';
import { DoctorPage } from '../doctor/doctor-page';
import type { Filter } from '../list/filter';
import type { Place } from '../list/session-grid';
import { SessionList } from '../list/session-list';
import { SessionPage } from '../session/session-page';
import { SurroundingsContext } from '../shared/context';
import type { Live } from '../shared/live';
import { MAIN } from '../shared/use-arrival';
import { useKeys } from '../shared/use-keys';
import { always, useResource } from '../shared/use-resource';
import { KeysDialog } from './keys-dialog';
import { TopBar } from './top-bar';
import { go, useRoute } from './use-route';

/** The doctor reads all sessions: not more often than anyone would read what it says. */
const DOCTOR_GAP_MS = 3_000;
const INFO_GAP_MS = 5_000;

export function App({ live }: { readonly live: Live }) {
  const route = useRoute();
  const [keysShown, showKeys] = useState(false);
  const [filter, setFilter] = useState<Filter>({ q: '', state: 'all' });
  // The list comes back where it was left.
  const [place, setPlace] = useState<Place>({ index: 0 });
  const { data: info } = useResource<InfoView>(live, '/api/console/info', always, INFO_GAP_MS);
  const doctor = useResource<{ readonly findings: readonly Finding[] }>(
    live,
    '/api/console/doctor',
    always,
    DOCTOR_GAP_MS,
  );
  useKeys({
    '?': () => showKeys(true),
    '/': () => {
      const search = document.getElementById('search');
      if (search === null) go({ page: 'sessions' });
      else search.focus();
    },
  });
  useFocusOfPage(route.page === 'session' ? route.sessionId : route.page);

  return (
    <SurroundingsContext.Provider value={{ live, info }}>
      <TopBar route={route} findings={doctor.data?.findings} showKeys={() => showKeys(true)} />
      <main id={MAIN} tabIndex={-1}>
        {route.page === 'sessions' && (
          <SessionList filter={filter} setFilter={setFilter} place={place} setPlace={setPlace} />
        )}
        {route.page === 'session' && (
          <SessionPage key={route.sessionId} sessionId={route.sessionId} selected={route.span} />
        )}
        {route.page === 'doctor' && <DoctorPage findings={doctor.data?.findings} error={doctor.error} />}
      </main>
      {keysShown && <KeysDialog close={() => showKeys(false)} />}
    </SurroundingsContext.Provider>
  );
}

/** Another page takes the focus, which its link had; the first page leaves it to the browser. */
function useFocusOfPage(page: string): void {
  const shown = useRef(page);
  useEffect(() => {
    if (shown.current === page) return;
    shown.current = page;
    document.getElementById(MAIN)?.focus({ preventScroll: true });
  }, [page]);
}
