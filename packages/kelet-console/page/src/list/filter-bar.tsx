import { count } from '../shared/value';
import { type Filter, STATES } from './filter';

interface Props {
  readonly filter: Filter;
  readonly setFilter: (filter: Filter) => void;
  readonly total: number | undefined;
}

export function FilterBar({ filter, setFilter, total }: Props) {
  return (
    <div class="filter-bar">
      <h1 id="list-title">
        Sessions{' '}
        <span class="total" role="status">
          {total === undefined ? '' : count(total)}
        </span>
      </h1>
      <search class="filters">
        <span class="search">
          <label>
            <span class="unseen">Search sessions by id, user, project or metadata</span>
            <input
              id="search"
              type="search"
              placeholder="Search: id, user, project"
              value={filter.q}
              autocomplete="off"
              spellcheck={false}
              onInput={({ currentTarget }) => setFilter({ ...filter, q: currentTarget.value })}
              onKeyDown={(event) => {
                if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur();
              }}
            />
          </label>
          <kbd>/</kbd>
        </span>
        <fieldset class="segments">
          <legend class="unseen">Show</legend>
          {STATES.map(([state, name]) => (
            <label key={state}>
              <input
                type="radio"
                name="state"
                value={state}
                checked={filter.state === state}
                onChange={() => setFilter({ ...filter, state })}
              />
              <span>{name}</span>
            </label>
          ))}
        </fieldset>
      </search>
    </div>
  );
}
