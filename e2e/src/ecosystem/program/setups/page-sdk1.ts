import { KeletPlugin } from 'kelet/temporal';
import { Resource } from 'resources1';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from 'sdk1';
import { inActivity } from '../in-activity';
import type { Seen, Setup } from '../setup';

/** The same with the classes of OpenTelemetry's SDK 1.x. */
export function setUp(): Setup {
  const exporter = new InMemorySpanExporter();
  const resource = new Resource({ 'service.name': 'shop' });
  const spanProcessor = new SimpleSpanProcessor(exporter);
  return {
    plugins: [new KeletPlugin({ otelPluginOptions: { resource, spanProcessor } })],
    call: inActivity,
    flush: async () => {},
    theirs: () => exporter.getFinishedSpans().map(asRead),
  };
}

/** As an exporter of that SDK reads them. */
function asRead(span: ReadableSpan): Seen {
  const whole = span.instrumentationLibrary.name !== '' && span.resource.attributes['service.name'] === 'shop';
  return {
    name: whole ? span.name : `without what SDK 1.x has: ${span.name}`,
    traceId: span.spanContext().traceId,
    session: span.attributes['gen_ai.conversation.id'],
  };
}
