import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText } from 'ai';
import { setupTelemetry } from 'kelet/opentelemetry';
import { KeletPlugin } from 'kelet/temporal';
import { startModel } from '../model';
import { exporter, flush, nodeSdk } from '../node-sdk';
import { type Setup, seen } from '../setup';

/** Vercel's AI SDK 6 in an activity, against a local server. */
export async function setUp(): Promise<Setup> {
  nodeSdk().start();
  setupTelemetry();
  const provider = createOpenAICompatible({ name: 'local', baseURL: await startModel() });
  return {
    plugins: [new KeletPlugin()],
    call: async () => {
      await generateText({
        model: provider('local') as never,
        prompt: 'Is it?',
        experimental_telemetry: { isEnabled: true },
      });
    },
    flush,
    theirs: () => seen(exporter.getFinishedSpans()),
  };
}
