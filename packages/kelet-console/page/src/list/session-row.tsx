import type { SessionView } from '../../../src/views';
import { formatRoute } from '../shared/route';
import { Running } from '../shared/running';
import { exactTime, relativeTime } from '../shared/time';
import { count } from '../shared/value';
import { Verdict } from '../shared/verdict';

interface Props {
  readonly index: number;
  readonly top: number;
  /** Absent while it is being read. */
  readonly session: SessionView | undefined;
  readonly active: boolean;
  readonly now: number;
  readonly open: () => void;
}

export function SessionRow({ index, top, session, active, now, open }: Props) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys.
    <div
      role="row"
      id={`row-${index}`}
      class={`list-row body ${active ? 'active' : ''}`}
      aria-rowindex={index + 2}
      aria-selected={active}
      style={{ transform: `translateY(${top}px)` }}
      onClick={({ ctrlKey, metaKey, shiftKey }) => {
        // The link in the row opens it elsewhere.
        if (!ctrlKey && !metaKey && !shiftKey) open();
      }}
    >
      {session === undefined ? (
        <span role="gridcell" class="cell col-session">
          …
        </span>
      ) : (
        <Cells session={session} now={now} />
      )}
    </div>
  );
}

function Cells({ session, now }: { readonly session: SessionView; readonly now: number }) {
  const { sessionId, userId, project, lastAt, spans, signals, errors, running, verdict } = session;
  return (
    <>
      <span role="gridcell" class="cell col-session">
        <a href={formatRoute({ page: 'session', sessionId })} tabIndex={-1} title={sessionId.slice(0, 400)}>
          {sessionId}
        </a>
      </span>
      <Text class="user" text={userId} />
      <Text class="project" text={project} />
      <span role="gridcell" class="cell col-when" title={exactTime(lastAt)}>
        {relativeTime(lastAt, now)}
      </span>
      <span role="gridcell" class="cell col-spans">
        {count(spans)}
      </span>
      <span role="gridcell" class={`cell col-signals ${signals === 0 ? 'zero' : ''}`}>
        {count(signals)}
      </span>
      <span role="gridcell" class={`cell col-errors ${errors === 0 ? 'zero' : 'some'}`}>
        {count(errors)}
        <span class="narrow-only">{errors === 1 ? ' error' : ' errors'}</span>
      </span>
      <span role="gridcell" class="cell col-state">
        <Running running={running} />
      </span>
      <span role="gridcell" class="cell col-verdict">
        <Verdict score={verdict} />
      </span>
    </>
  );
}

function Text({ class: column, text }: { readonly class: string; readonly text: string | null }) {
  return (
    <span role="gridcell" class={`cell col-${column} ${text === null ? 'zero' : ''}`} title={text?.slice(0, 400)}>
      {text ?? '–'}
    </span>
  );
}
