import { spanKey } from '../../../src/tree';
import type { SpanDetailView, SpanRef } from '../../../src/views';
import { FeedbackButtons } from '../session/feedback-buttons';
import { SignalList } from '../session/signal-list';
import type { SessionModel } from '../session/use-session';
import { useSurroundings } from '../shared/context';
import { CopyButton } from '../shared/copy-button';
import { Icon } from '../shared/icon';
import { KindMark } from '../shared/kind';
import { formatRoute } from '../shared/route';
import { temporalLink } from '../shared/temporal-link';
import { useResource } from '../shared/use-resource';
import { SpanDetails } from './span-details';

interface Props {
  readonly model: SessionModel;
  readonly selected: SpanRef;
}

export function SpanPanel({ model, selected }: Props) {
  const { live, info } = useSurroundings();
  const { sessionId, project } = model.session;
  const path = `/api/console/spans/${encodeURIComponent(selected.traceId)}/${encodeURIComponent(selected.spanId)}`;
  const { data: span, error } = useResource<SpanDetailView>(
    live,
    path,
    (changed) => changed === null || changed.includes(sessionId),
    1_000,
  );
  const known = model.byKey.get(spanKey(selected))?.span ?? undefined;
  const shown = span ?? known;
  const signals = model.signals.bySpan.get(spanKey(selected)) ?? [];
  const temporal = temporalLink(info, shown?.workflowId ?? null, shown?.runId ?? null);
  const address = () =>
    `${location.origin}${location.pathname}${formatRoute({ page: 'session', sessionId, span: selected })}`;
  return (
    <div class="panel-body">
      <header class="panel-head">
        <h2>
          {shown && <KindMark kind={shown.kind} />} {shown?.name.slice(0, 400) ?? selected.spanId}
        </h2>
        <a class="button" href={formatRoute({ page: 'session', sessionId })} title="Back to the session (Esc)">
          Close
        </a>
      </header>
      <div class="panel-actions">
        <FeedbackButtons judged={{ sessionId, span: selected }} project={project} what="span" />
        <CopyButton text={() => JSON.stringify(shown, null, 2)} label="Copy as JSON" wide />
        <CopyButton text={address} label="Copy link" wide />
        {temporal !== undefined && (
          <a class="button" href={temporal} target="_blank" rel="noreferrer">
            <Icon name="outside" /> Temporal
          </a>
        )}
      </div>
      {span === undefined && (
        <p role="status">{error === undefined ? 'Reading the span…' : `No details of this span: ${error}.`}</p>
      )}
      {signals.length > 0 && (
        <section aria-labelledby="span-signals-title">
          <h3 id="span-signals-title">Signals on this span</h3>
          <SignalList signals={signals} model={model} />
        </section>
      )}
      {span !== undefined && <SpanDetails span={span} />}
    </div>
  );
}
