import type { TreeNode } from '../../../src/tree';
import type { SignalView } from '../../../src/views';
import { formatRoute } from '../shared/route';
import { clockTime, exactTime } from '../shared/time';
import { Verdict } from '../shared/verdict';
import { AttributeTable } from '../span/attribute-table';
import type { SessionModel } from './use-session';

interface Props {
  readonly signals: readonly SignalView[];
  readonly model: SessionModel;
  /** Whether each says which span it judges. */
  readonly naming?: boolean;
}

/** The newest of changed votes stands out, and the older ones stay to be seen. */
export function SignalList({ signals, model, naming = false }: Props) {
  if (signals.length === 0) return <p class="none">None so far.</p>;
  return (
    <ul class="signals">
      {signals.map((signal) => (
        <Signal key={signal.id} signal={signal} model={model} judged={naming ? judgedBy(signal, model) : undefined} />
      ))}
    </ul>
  );
}

interface SignalProps {
  readonly signal: SignalView;
  readonly model: SessionModel;
  readonly judged: TreeNode | undefined;
}

function Signal({ signal, model, judged }: SignalProps) {
  const { at, kind, source, triggerName, score, value, confidence, metadata, superseded } = signal;
  return (
    <li class={superseded ? 'signal superseded' : 'signal'}>
      <div class="signal-line">
        <Verdict score={score} />
        <span class="signal-name">{triggerName ?? kind ?? 'signal'}</span>
        {superseded && <span class="tag">changed since</span>}
        <time title={exactTime(at)}>{clockTime(at)}</time>
      </div>
      <p class="signal-facts">
        {[kind, source, confidence === null ? null : `confidence ${confidence}`].filter(Boolean).join(' · ')}
        {judged !== undefined && (
          <>
            {' · on '}
            <a href={formatRoute({ page: 'session', sessionId: model.session.sessionId, span: judged })}>
              {judged.span?.name ?? judged.spanId}
            </a>
          </>
        )}
      </p>
      {value !== null && value !== '' && <p class="signal-value">{value.slice(0, 2_000)}</p>}
      {metadata !== null && Object.keys(metadata).length > 0 && (
        <details>
          <summary>Metadata</summary>
          <AttributeTable attributes={metadata} none="" />
        </details>
      )}
    </li>
  );
}

function judgedBy(signal: SignalView, { signals, byKey }: SessionModel): TreeNode | undefined {
  for (const [key, those] of signals.bySpan) if (those.includes(signal)) return byKey.get(key);
  return undefined;
}
