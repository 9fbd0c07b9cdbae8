import type { SpanDetailView } from '../../../src/views';
import { LongText } from '../shared/long-text';
import { duration, exactTime } from '../shared/time';
import { count } from '../shared/value';
import { AttributeTable } from './attribute-table';
import { excerptsOf } from './conversation';
import { Conversation } from './conversation-view';
import { EventList } from './event-list';

export function SpanDetails({ span }: { readonly span: SpanDetailView }) {
  const { attributes, events, links, resource, status, scope } = span;
  const excerpts = excerptsOf(attributes, events);
  return (
    <>
      {status?.code === 'error' && (
        <p class="status-error">
          <b>Error</b> {status.message !== undefined && <LongText text={status.message} />}
        </p>
      )}
      <dl class="facts panel-facts">
        {factsOf(span).map(([name, text]) => (
          <div key={name} class={IDS.has(name) ? 'fact id' : 'fact'}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {excerpts.length > 0 && <Conversation excerpts={excerpts} />}
      <section aria-labelledby="attributes-title">
        <h3 id="attributes-title">Attributes</h3>
        <AttributeTable attributes={attributes} none="None." />
      </section>
      {events.length > 0 && <EventList events={events} start={span.start} />}
      {links.length > 0 && (
        <section aria-labelledby="links-title">
          <h3 id="links-title">Links</h3>
          <ul class="ids">
            {links.map(({ traceId, spanId }, i) => (
              <li key={`${traceId}${spanId}${i}`}>
                span {spanId} of trace {traceId}
              </li>
            ))}
          </ul>
        </section>
      )}
      <details>
        <summary>Resource{scope === null ? '' : ` and scope`}</summary>
        <AttributeTable
          attributes={scope === null ? resource : { ...resource, 'otel.scope.name': scope }}
          none="None."
        />
      </details>
    </>
  );
}

const IDS = new Set(['Span', 'Parent', 'Trace']);

function factsOf(span: SpanDetailView): readonly (readonly [string, string])[] {
  const { start, end, agent, model, inputTokens, outputTokens, status, copies, traceId, spanId, parentSpanId } = span;
  const facts: readonly (readonly [string, string | null])[] = [
    ['Began', exactTime(start)],
    ['Lasted', duration(end - start)],
    ['Status', status === null ? 'unset' : status.code],
    ['Agent', agent],
    ['Model', model],
    ['Tokens in', inputTokens === null ? null : count(inputTokens)],
    ['Tokens out', outputTokens === null ? null : count(outputTokens)],
    ['Arrived', copies > 1 ? `${copies} times` : null],
    ['Span', spanId],
    ['Parent', parentSpanId],
    ['Trace', traceId],
  ];
  return facts.flatMap(([name, text]) => (text === null ? [] : [[name, text] as const]));
}
