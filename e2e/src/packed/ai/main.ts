import { AiSdkPlugin } from '@temporalio/ai-sdk';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { generateText } from 'ai';
import { MockLanguageModelV3 } from 'ai/test';
import { agenticSession, configure } from 'kelet';
import { setupTelemetry } from 'kelet/opentelemetry';
import { KeletPlugin } from 'kelet/temporal';
import type { asks } from './workflows';

const model = new MockLanguageModelV3({
  doGenerate: async () => ({
    content: [{ type: 'text', text: 'yes' }],
    finishReason: { unified: 'stop', raw: undefined },
    usage: {
      inputTokens: { total: 1, noCache: 1, cacheRead: undefined, cacheWrite: undefined },
      outputTokens: { total: 1, text: 1, reasoning: undefined },
    },
    warnings: [],
  }),
});

async function askInActivity(prompt: string): Promise<string> {
  const { text } = await generateText({ model, prompt, experimental_telemetry: { isEnabled: true } });
  return text;
}

/** `node main.js <workflow id>`: runs the workflow in a session, and prints what it gave. */
async function main(workflowId: string): Promise<void> {
  configure();
  const address = process.env.TEMPORAL_ADDRESS;
  const { resource, spanProcessor } = setupTelemetry({ serviceName: 'ai' });
  const kelet = new KeletPlugin({ otelPluginOptions: { resource, spanProcessor } });
  const modelProvider = { specificationVersion: 'v3', languageModel: () => model } as never;
  const connection = await NativeConnection.connect({ address });
  const clientConnection = await Connection.connect({ address });
  const client = new Client({ connection: clientConnection, plugins: [kelet] });
  const worker = await Worker.create({
    connection,
    taskQueue: workflowId,
    workflowsPath: require.resolve('./workflows'),
    activities: { askInActivity },
    plugins: [new AiSdkPlugin({ modelProvider }), kelet],
  });
  const session = { sessionId: 'conv-42', userId: 'user-7' };
  const run = () =>
    client.workflow.execute<typeof asks>('asks', { workflowId, taskQueue: workflowId, args: ['Is it?'] });
  console.log(JSON.stringify(await worker.runUntil(agenticSession(session, run))));
  await clientConnection.close();
  await connection.close();
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
