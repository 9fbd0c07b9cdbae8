import { go } from '../app/use-route';
import { useSurroundings } from '../shared/context';
import { useDebounced } from '../shared/use-debounced';
import { useTitle } from '../shared/use-title';
import { EmptyState } from './empty-state';
import type { Filter } from './filter';
import { FilterBar } from './filter-bar';
import { type Place, SessionGrid } from './session-grid';
import { useSessionPages } from './use-session-pages';

interface Props {
  readonly filter: Filter;
  readonly setFilter: (filter: Filter) => void;
  readonly place: Place;
  readonly setPlace: (place: Place) => void;
}

const TYPING_MS = 150;

export function SessionList({ filter, setFilter, place, setPlace }: Props) {
  useTitle('Sessions');
  const { live, info } = useSurroundings();
  const q = useDebounced(filter.q, TYPING_MS);
  const pages = useSessionPages(live, { q, state: filter.state });
  const total = pages.total();
  const change = (next: Filter) => {
    setFilter(next);
    setPlace({ index: 0 });
  };
  const filtered = q.trim() !== '' || filter.state !== 'all';
  return (
    <section class="list-page" aria-labelledby="list-title">
      <FilterBar filter={filter} setFilter={change} total={total} />
      {info !== undefined && info.evicted > 0 && (
        <p class="note">
          {info.evicted} older {info.evicted === 1 ? 'session has' : 'sessions have'} left, to make room for newer ones.
        </p>
      )}
      {total === undefined && pages.error() !== undefined && <p class="note bad">No sessions: {pages.error()}.</p>}
      {total === 0 && !filtered && <EmptyState />}
      {total === 0 && filtered && (
        <p class="nothing">
          No session fits.{' '}
          <button type="button" class="button" onClick={() => change({ q: '', state: 'all' })}>
            Show all
          </button>
        </p>
      )}
      {total !== undefined && total > 0 && (
        <SessionGrid
          pages={pages}
          total={total}
          place={place}
          setPlace={setPlace}
          open={(sessionId) => go({ page: 'session', sessionId })}
        />
      )}
    </section>
  );
}
