import tracer from 'dd-trace';
import { setupTelemetry } from 'kelet/opentelemetry';
import { KeletPlugin } from 'kelet/temporal';
import { inActivity } from '../in-activity';
import type { Setup } from '../setup';

/** Datadog's tracer as OpenTelemetry's provider, with no agent that takes what it sends. */
export function setUp(): Setup {
  const { TracerProvider } = tracer.init({ hostname: '127.0.0.1', port: 9, startupLogs: false });
  new TracerProvider().register();
  const { spanProcessor } = setupTelemetry();
  return { plugins: [new KeletPlugin()], call: inActivity, flush: () => spanProcessor.forceFlush(), theirs: () => [] };
}
