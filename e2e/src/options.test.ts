import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, type WorkerOptions } from '@temporalio/worker';
import { agenticSession } from 'kelet';
import { slot } from 'kelet-core/internal';
import { KeletPlugin, type KeletPluginOptions } from 'kelet-temporal-plugin';
import * as activities from './activities';
import { temporalAddress } from './support/server';
import { type Running, startWorker } from './support/worker';
import * as workflows from './workflows/derived';

const workflowsPath = require.resolve('./workflows/derived');
/** temporal.api.enums.v1.IndexedValueType */
const KEYWORD = 2;

const session = { sessionId: 'conv-42', userId: 'user-7', metadata: { plan: 'pro', secret: 's' } };

let warnings: string[];
const started: Running[] = [];

beforeEach(() => {
  warnings = [];
  slot().warned.clear();
  slot().warn = (message) => warnings.push(message);
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((running) => running.stop()));
});

function kelet(options: KeletPluginOptions): KeletPlugin {
  return new KeletPlugin({ includeOtelPlugin: false, ...options });
}

async function start(
  options: KeletPluginOptions,
  worker: Partial<WorkerOptions> = { workflowsPath },
): Promise<Running> {
  const running = await startWorker({ activities, plugins: [kelet(options)], ...worker });
  started.push(running);
  return running;
}

/** A client that knows nothing of Kelet, as the CLI or another language would be. */
function stranger({ client }: Running): Client {
  return new Client({ connection: client.connection });
}

function execute(client: Client, { taskQueue }: Running, workflowId: string) {
  return client.workflow.execute(workflows.derived, { workflowId, taskQueue });
}

describe('autoSession: true', () => {
  test('gives a run that something else started the session of its id, and its activities and children too', async () => {
    const running = await start({ autoSession: true });
    const id = `chat/session/conv-7/${randomUUID()}`;
    expect(await execute(stranger(running), running, id)).toEqual(['conv-7', 'conv-7', 'conv-7']);
    expect(warnings).toEqual([]);
  });

  test('acts on the client too, but an explicit session wins', async () => {
    const running = await start({ autoSession: true });
    const id = () => `chat/session/conv-7/${randomUUID()}`;
    expect(await execute(running.client, running, id())).toEqual(['conv-7', 'conv-7', 'conv-7']);
    const explicit = agenticSession(session, () => execute(running.client, running, id()));
    expect(await explicit).toEqual(['conv-42', 'conv-42', 'conv-42']);
  });

  test('leaves a run whose id has no segment without a session, with one warning for all of them', async () => {
    const running = await start({ autoSession: true });
    const client = stranger(running);
    expect(await execute(client, running, `a-${randomUUID()}`)).toEqual([null, null, null]);
    expect(await execute(client, running, `b-${randomUUID()}`)).toEqual([null, null, null]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/no segment after \/session\/: 'a-/);
  });
});

describe('autoSessionModule', () => {
  const autoSessionModule = require.resolve('./support/auto-session');

  test('derives on the client and in the sandbox, from a bundle that was built before as well', async () => {
    const plugin = kelet({ autoSessionModule });
    const logger = new DefaultLogger('ERROR');
    const workflowBundle = await bundleWorkflowCode({ workflowsPath, plugins: [plugin], logger });
    for (const worker of [{ workflowsPath }, { workflowBundle }]) {
      const running = await start({ autoSessionModule }, worker);
      const id = () => `from-module-a1/${randomUUID()}`;
      expect(await execute(stranger(running), running, id())).toEqual(['a1', 'a1', 'a1']);
      expect(await execute(running.client, running, id())).toEqual(['a1', 'a1', 'a1']);
    }
    expect(warnings).toEqual([]);
  });

  test('that throws leaves the run without a session, with one warning', async () => {
    const running = await start({ autoSessionModule });
    expect(await execute(stranger(running), running, `throws-${randomUUID()}`)).toEqual([null, null, null]);
    expect(warnings).toEqual([expect.stringMatching(/autoSession threw.*no id in this one/)]);
  });
});

test('a function for autoSession, with no module, is warned of where the worker is created', async () => {
  const running = await start({ autoSession: ({ workflowId }) => `of-${workflowId.slice(0, 4)}` });
  expect(warnings).toEqual([expect.stringMatching(/cannot cross into the workflow sandbox.*autoSessionModule/)]);
  expect(await execute(running.client, running, `wxyz-${randomUUID()}`)).toEqual(['of-wxyz', 'of-wxyz', 'of-wxyz']);
});

test('activityAutoSession serves an activity whose headers carry no session', async () => {
  const running = await start({
    activityAutoSession: ({ activityType, workflowId }) => `${activityType}@${workflowId}`,
  });
  const { taskQueue } = running;
  const workflowId = randomUUID();
  const seen = await stranger(running).workflow.execute(workflows.askActivity, { workflowId, taskQueue });
  expect(seen).toEqual({ sessionId: `whoIsThis@${workflowId}` });
});

test('propagate chooses what travels, from the client and from workflow code', async () => {
  const running = await start({ propagate: { userId: false, metadata: ['plan'] } });
  const { client, taskQueue } = running;
  const options = { workflowId: randomUUID(), taskQueue };
  const seen = await agenticSession(session, () => client.workflow.execute(workflows.arriving, options));
  expect(seen).toEqual([
    { sessionId: 'conv-42', metadata: { plan: 'pro' } },
    { sessionId: 'own', metadata: { plan: 'max' } },
  ]);
});

describe('continue-as-new', () => {
  test('hands the session on, three times', async () => {
    const { client, taskQueue } = await start({});
    const options = { args: [3] as [number], workflowId: randomUUID(), taskQueue };
    expect(await agenticSession(session, () => client.workflow.execute(workflows.continued, options))).toEqual(session);
  });

  test('hands on that of the run also from a handler of a message with another', async () => {
    const { client, taskQueue } = await start({});
    const options = { args: [true] as [boolean], workflowId: randomUUID(), taskQueue };
    const handle = await agenticSession(session, () => client.workflow.start(workflows.continuedByHandler, options));
    await agenticSession({ sessionId: 'other', userId: 'bob' }, () => handle.signal(workflows.renew));
    expect(await handle.result()).toEqual(session);
  });

  test('hands on another one from inside of an explicit session', async () => {
    const { client, taskQueue } = await start({});
    const options = { args: [true] as [boolean], workflowId: randomUUID(), taskQueue };
    const seen = await agenticSession(session, () => client.workflow.execute(workflows.continuedElsewhere, options));
    expect(seen).toEqual({ ...session, sessionId: 'elsewhere' });
  });
});

describe('searchAttribute', () => {
  test('that the namespace does not know makes a start fail with what to do', async () => {
    const running = await start({ searchAttribute: 'NoSuchAttribute' });
    const run = agenticSession(session, () => execute(running.client, running, randomUUID()));
    await expect(run).rejects.toThrow(/does not know the search attribute 'NoSuchAttribute'.*search-attribute create/);
  });

  test('that it knows finds the run and its child by their session', async () => {
    const searchAttribute = `Conversation${randomUUID().slice(0, 8)}`;
    await addKeyword(searchAttribute);
    const running = await start({ searchAttribute });
    const sessionId = randomUUID();
    await agenticSession({ sessionId }, () => execute(running.client, running, randomUUID()));
    expect(await eventuallyListed(running.client, `${searchAttribute}="${sessionId}"`, 2)).toEqual([
      'derived',
      'derivedChild',
    ]);
  });
});

async function addKeyword(name: string): Promise<void> {
  const connection = await Connection.connect({ address: temporalAddress() });
  await connection.operatorService.addSearchAttributes({ namespace: 'default', searchAttributes: { [name]: KEYWORD } });
  await connection.close();
}

/** The types of the workflows that a query finds, once it finds so many: the server indexes them a moment later. */
async function eventuallyListed(client: Client, query: string, count: number): Promise<string[]> {
  for (let attempt = 0; ; attempt++) {
    const types: string[] = [];
    for await (const { type } of client.workflow.list({ query })) types.push(type);
    if (types.length >= count || attempt === 50) return types.sort();
    await sleep(100);
  }
}

describe('a worker with a bundle that was built before', () => {
  const logger = new DefaultLogger('ERROR');

  test('warns where Kelet is not in it', async () => {
    const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger });
    await start({}, { workflowBundle });
    expect(warnings).toEqual([expect.stringMatching(/no workflow module of Kelet.*bundleWorkflowCode\(\{ …, plugins/)]);
  });

  test('warns where it was built with other settings', async () => {
    const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger, plugins: [kelet({ autoSession: true })] });
    await start({}, { workflowBundle });
    expect(warnings).toEqual([expect.stringMatching(/other settings.*\{"autoSession":true\}, and not \{\}/)]);
  });
});
