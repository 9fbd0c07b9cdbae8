import { LangfuseSpanProcessor } from '@langfuse/otel';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-base';
import { setupTelemetry } from 'kelet/opentelemetry';
import { KeletPlugin } from 'kelet/temporal';
import { inActivity } from '../in-activity';
import { flush, nodeSdk } from '../node-sdk';
import { type Setup, seen } from '../setup';

/** Langfuse's span processor in NodeSDK. */
export function setUp(): Setup {
  const exporter = new InMemorySpanExporter();
  const langfuse = new LangfuseSpanProcessor({
    publicKey: 'pk',
    secretKey: 'sk',
    exporter: exporter as never,
    shouldExportSpan: () => true,
  });
  nodeSdk([langfuse as never]).start();
  setupTelemetry();
  return {
    plugins: [new KeletPlugin()],
    call: inActivity,
    flush,
    theirs: () => seen(exporter.getFinishedSpans()),
  };
}
