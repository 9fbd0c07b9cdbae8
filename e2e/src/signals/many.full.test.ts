import { randomUUID } from 'node:crypto';
import { agenticSession, configure } from 'kelet';
import { KeletPlugin } from 'kelet-temporal-plugin';
import { type Api, startApi } from '../support/api';
import { API_KEY } from '../support/secret';
import { startWorker } from '../support/worker';
import * as activities from './activities';
import * as workflows from './workflows';

/** One more than Temporal lets a run have open. */
const SIGNALS = 2_001;

let api: Api;

beforeAll(async () => {
  api = await startApi();
  configure({ apiKey: API_KEY, project: 'e2e', apiUrl: api.url });
});

afterAll(() => api.stop());

test('more signals at once than a run may have activities open wait for one another', async () => {
  const { client, taskQueue, stop } = await startWorker({
    workflowsPath: require.resolve('./workflows'),
    activities,
    plugins: [new KeletPlugin({ includeOtelPlugin: false })],
  });
  const options = { workflowId: randomUUID(), taskQueue, args: [SIGNALS] as [number] };
  await agenticSession({ sessionId: 'conv-42' }, () => client.workflow.execute(workflows.sendsMany, options));
  await stop();
  expect(new Set(api.requests.map(({ body }) => body.value)).size).toBe(SIGNALS);
}, 600_000);
