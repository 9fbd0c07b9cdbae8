import { Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { setupTelemetry } from 'kelet/opentelemetry';
import * as activities from './activities.js';
import { MyWorkflow } from './workflows.js';
import { configure } from 'kelet';
import { KeletPlugin } from 'kelet/temporal';
import { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
async function main(address: string) {
const connection = await Connection.connect({ address });
const workerConnection = await NativeConnection.connect({ address });
const { resource, spanProcessor } = setupTelemetry();
configure({ apiKey: process.env.KELET_API_KEY!, project: 'my-agent' });
const plugin = new KeletPlugin({ otelPluginOptions: { resource, spanProcessor } });
const client = new Client({ connection, plugins: [plugin] });
const worker = await Worker.create({
connection: workerConnection,
workflowsPath: require.resolve('./workflows'),
activities,
taskQueue: 'ai',
plugins: [plugin],
});
await worker.runUntil(converse(client));
await workerConnection.close();
await connection.close();
}
import { agenticSession } from 'kelet';
async function converse(client: Client) {
await agenticSession({ sessionId: 'conv-42', userId: 'user-7' }, async () => {
await client.workflow.execute(MyWorkflow, {
args: ['hello'],
workflowId: 'wf-1',
taskQueue: 'ai',
});
});
}
main(process.env.TEMPORAL_ADDRESS!);
