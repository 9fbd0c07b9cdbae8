import { OpenAIInstrumentation } from '@arizeai/openinference-instrumentation-openai';
import { setupTelemetry } from 'kelet/opentelemetry';
import { KeletPlugin } from 'kelet/temporal';
import OpenAI from 'openai';
import { startModel } from '../model';
import { exporter, flush, nodeSdk } from '../node-sdk';
import { type Setup, seen } from '../setup';

/** The client of OpenAI in an activity, instrumented by OpenInference, against a local server. */
export async function setUp(): Promise<Setup> {
  const instrumentation = new OpenAIInstrumentation();
  nodeSdk([], [instrumentation]).start();
  instrumentation.manuallyInstrument(OpenAI as never);
  setupTelemetry();
  const openai = new OpenAI({ apiKey: 'none', baseURL: await startModel() });
  return {
    plugins: [new KeletPlugin()],
    call: async () => {
      await openai.chat.completions.create({ model: 'local', messages: [{ role: 'user', content: 'Is it?' }] });
    },
    flush,
    theirs: () => seen(exporter.getFinishedSpans()),
  };
}
