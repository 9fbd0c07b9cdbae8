import { trace } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor, InMemorySpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace-base';

export const exporter = new InMemorySpanExporter();

/** OpenTelemetry as its own documentation sets it up, with an exporter that keeps the spans. */
export function nodeSdk(more: SpanProcessor[] = [], instrumentations: object[] = []): NodeSDK {
  return new NodeSDK({
    serviceName: 'shop',
    spanProcessors: [new BatchSpanProcessor(exporter), ...more],
    instrumentations: instrumentations as never,
  });
}

interface Provider {
  getDelegate(): { forceFlush(): Promise<void> };
}

/** Flushes what the spans of the process wait in: Kelet's processor, which has joined the provider, too. */
export const flush = (): Promise<void> => (trace.getTracerProvider() as unknown as Provider).getDelegate().forceFlush();
