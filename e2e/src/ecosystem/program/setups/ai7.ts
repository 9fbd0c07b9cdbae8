import { setupTelemetry } from 'kelet/opentelemetry';
import { KeletPlugin } from 'kelet/temporal';
import { startModel } from '../model';
import { exporter, flush, nodeSdk } from '../node-sdk';
import { type Setup, seen } from '../setup';

/** Vercel's AI SDK 7, which is of ES modules alone, in an activity, against a local server. */
export async function setUp(): Promise<Setup> {
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  const { OpenTelemetry } = await import('@ai-sdk/otel');
  const { generateText, registerTelemetry } = await import('ai');
  nodeSdk().start();
  setupTelemetry();
  registerTelemetry(new OpenTelemetry());
  const provider = createOpenAICompatible({ name: 'local', baseURL: await startModel() });
  return {
    plugins: [new KeletPlugin()],
    call: async () => {
      await generateText({ model: provider('local'), prompt: 'Is it?' });
    },
    flush,
    theirs: () => seen(exporter.getFinishedSpans()),
  };
}
