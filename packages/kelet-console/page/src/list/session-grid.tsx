import { useEffect, useLayoutEffect } from 'preact/hooks';
import { useArrival } from '../shared/use-arrival';
import { useKeys } from '../shared/use-keys';
import { useNarrow } from '../shared/use-media';
import { useNow } from '../shared/use-now';
import { useRowWindow } from '../shared/use-row-window';
import type { SessionPages } from './session-pages';
import { SessionRow } from './session-row';

/** The row that the keys move. */
export interface Place {
  readonly index: number;
  readonly sessionId?: string | undefined;
}

interface Props {
  readonly pages: SessionPages;
  readonly total: number;
  readonly place: Place;
  readonly setPlace: (place: Place) => void;
  readonly open: (sessionId: string) => void;
}

const COLUMNS = ['Session', 'User', 'Project', 'Last activity', 'Spans', 'Signals', 'Errors', 'State', 'Verdict'];
const HEAD_HEIGHT = 32;

export function SessionGrid({ pages, total, place, setPlace, open }: Props) {
  const narrow = useNarrow();
  const now = useNow(5_000);
  const headHeight = narrow ? 0 : HEAD_HEIGHT;
  const rowHeight = narrow ? 60 : 36;
  const { ref, onScroll, reveal, first, last } = useRowWindow(total, rowHeight, headHeight);

  useEffect(() => pages.show(first, last), [pages, first, last]);
  // Who comes back from a session finds the list where it was, and another list begins at its top.
  useLayoutEffect(() => reveal(place.index), [pages]);
  useArrival(ref);

  // The list moves while it is read: the row that is active is the session's, wherever that is now.
  const shown = Array.from({ length: last - first }, (_, i) => first + i);
  const found = shown.find((i) => place.sessionId !== undefined && pages.at(i)?.sessionId === place.sessionId);
  const at = Math.min(found ?? place.index, total - 1);

  const move = (to: number) => {
    const next = Math.min(Math.max(to, 0), total - 1);
    setPlace({ index: next, sessionId: pages.at(next)?.sessionId });
    reveal(next);
  };
  const openRow = (i: number) => {
    const session = pages.at(i);
    if (session === undefined) return;
    setPlace({ index: i, sessionId: session.sessionId });
    open(session.sessionId);
  };
  const page = Math.max(1, Math.floor((ref.current?.clientHeight ?? 0) / rowHeight) - 1);
  useKeys({ j: () => move(at + 1), k: () => move(at - 1), Enter: () => openRow(at) });

  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: total - 1,
  };
  const activeIsShown = at >= first && at < last;
  return (
    <div
      ref={ref}
      class="grid list"
      role="grid"
      aria-labelledby="list-title"
      aria-rowcount={total + 1}
      aria-activedescendant={activeIsShown ? `row-${at}` : undefined}
      tabIndex={0}
      onScroll={onScroll}
      onKeyDown={(event) => {
        const to = steps[event.key];
        if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        move(to);
      }}
    >
      <div role="rowgroup" class="grid-head">
        <div role="row" class="list-row" aria-rowindex={1}>
          {COLUMNS.map((name) => (
            <span key={name} role="columnheader" class={`cell col-${columnName(name)}`}>
              {name}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" class="grid-rows" style={{ height: `${total * rowHeight}px` }}>
        {shown.map((i) => (
          <SessionRow
            key={i}
            index={i}
            top={i * rowHeight}
            session={pages.at(i)}
            active={i === at}
            now={now}
            open={() => openRow(i)}
          />
        ))}
      </div>
    </div>
  );
}

function columnName(name: string): string {
  return name === 'Last activity' ? 'when' : name.toLowerCase();
}
