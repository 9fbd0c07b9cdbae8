import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { context, createTraceState, trace } from '@opentelemetry/api';
import { Client, type WorkflowHandle } from '@temporalio/client';
import { agent, agenticSession, configure } from 'kelet';
import { KeletPlugin } from 'kelet/temporal';
import type { ReceivedSpan, Receiver } from 'kelet-console';
import { setupTelemetry } from 'kelet-opentelemetry';
import * as activities from './activities';
import { startReceiver } from './support/receiver';
import { API_KEY } from './support/secret';
import { type Running, startWorker } from './support/worker';
import * as workflows from './workflows/agents';

const telemetry = setupTelemetry({ serviceName: 'e2e' });
const session = { sessionId: 'conv-42' };
let receiver: Receiver;
let running: Running;

beforeAll(async () => {
  receiver = await startReceiver();
  configure({ apiKey: API_KEY, project: 'e2e', apiUrl: receiver.url });
  running = await startWorker({
    workflowsPath: require.resolve('./workflows/agents'),
    activities,
    plugins: [new KeletPlugin({ runStartedSpan: true })],
  });
});

afterAll(async () => {
  await running.stop();
  await receiver.close();
});

const options = () => ({ workflowId: randomUUID(), taskQueue: running.taskQueue });

/** What of a span this is about. */
interface Seen {
  readonly name: string;
  readonly agent?: unknown;
  readonly failed?: string;
}

const seen = ({ name, attributes, status }: ReceivedSpan): Seen => ({
  name,
  ...(attributes['gen_ai.agent.name'] !== undefined && { agent: attributes['gen_ai.agent.name'] }),
  ...(status?.code === 'error' && { failed: status.message ?? '' }),
});

async function spansSince(before: number): Promise<ReceivedSpan[]> {
  await telemetry.spanProcessor.forceFlush();
  return receiver.spans.slice(before);
}

async function run<R>(fn: () => Promise<R>): Promise<{ result: R; spans: ReceivedSpan[]; list: Seen[] }> {
  const before = receiver.spans.length;
  const result = await agenticSession(session, fn);
  const spans = await spansSince(before);
  return { result, spans, list: spans.map(seen) };
}

const byName = (spans: readonly ReceivedSpan[], name: string) => spans.filter((span) => span.name === name);

test('an agent is a span in workflow code, and what is inside of it has its name, in activities too', async () => {
  const { result, spans, list } = await run(() => running.client.workflow.execute(workflows.nested, options()));
  expect(result).toEqual([null, 'outer', 'inner', 'outer', null]);
  expect(sorted(list)).toEqual(
    sorted([
      { name: 'StartWorkflow:nested' },
      { name: 'RunWorkflow:nested' },
      { name: 'RunWorkflowStarted:nested' },
      { name: 'invoke_agent outer', agent: 'outer' },
      { name: 'invoke_agent inner', agent: 'inner' },
      { name: 'StartActivity:whoIsThis', agent: 'inner' },
      { name: 'RunActivity:whoIsThis', agent: 'inner' },
      { name: 'plan', agent: 'outer' },
    ]),
  );
  const [outer, inner, plan, whole] = ['invoke_agent outer', 'invoke_agent inner', 'plan', 'RunWorkflow:nested'].map(
    (name) => byName(spans, name)[0],
  );
  expect(outer?.parentSpanId).toBe(whole?.spanId);
  expect([inner, plan].map((span) => span?.parentSpanId)).toEqual([outer?.spanId, outer?.spanId]);
  expect(outer?.attributes).toMatchObject({
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.conversation.id': 'conv-42',
  });
  expect(plan?.attributes).toMatchObject({ steps: 2, tools: ['search', 'write'], tokens: 7 });
  expect(plan?.status).toEqual({ code: 'ok' });
  expect(plan?.events).toEqual([{ name: 'chosen', timeUnixNano: expect.anything(), attributes: { tool: 'search' } }]);
  for (const { spanId, traceId } of spans) expect(spanId + traceId).toMatch(/^[0-9a-f]{48}$/);
});

const sorted = (list: readonly Seen[]) => [...list].sort((one, other) => one.name.localeCompare(other.name));

test('an agent that fails says so, and one that is cancelled', async () => {
  const { result, list } = await run(() => running.client.workflow.execute(workflows.failing, options()));
  expect(result).toEqual(['of its own', 'cancelled']);
  expect(list).toContainEqual({ name: 'invoke_agent failing', agent: 'failing', failed: 'of its own' });
  expect(list).toContainEqual(expect.objectContaining({ name: 'invoke_agent cancelled', failed: expect.any(String) }));
});

test('an agent that goes on in another run has ended, and has not failed', async () => {
  const { result, list } = await run(() => running.client.workflow.execute(workflows.continuing, options()));
  expect(result).toBe('ended');
  const agents = list.filter(({ name }) => name.startsWith('invoke_agent'));
  expect(agents).toEqual([
    { name: 'invoke_agent of 2', agent: 'of 2' },
    { name: 'invoke_agent of 1', agent: 'of 1' },
  ]);
  expect(list.filter(({ name }) => name === 'RunWorkflow:continuing')).toEqual(
    Array(2).fill({ name: 'RunWorkflow:continuing' }),
  );
});

test('a child of an agent is a part of it in each of its runs', async () => {
  const { list } = await run(() => running.client.workflow.execute(workflows.delegating, options()));
  const ofBoss = list.filter(({ agent: of }) => of === 'boss').map(({ name }) => name);
  expect(ofBoss.filter((name) => name === 'RunWorkflow:delegate')).toHaveLength(2);
  expect(ofBoss.filter((name) => name === 'RunActivity:whoIsThis')).toHaveLength(2);
  expect(ofBoss.filter((name) => name === 'RunWorkflowStarted:delegate')).toHaveLength(2);
  expect(list).toContainEqual({ name: 'invoke_agent own', agent: 'own' });
});

test('an agent on the host that starts a workflow has it as a part', async () => {
  const { list } = await run(() =>
    agent({ name: 'web' }, () => running.client.workflow.execute(workflows.delegate, { ...options(), args: [1] })),
  );
  for (const name of ['StartWorkflow:delegate', 'RunWorkflow:delegate', 'RunActivity:whoIsThis'])
    expect(list).toContainEqual({ name, agent: 'web' });
});

test('an agent that is open when its run ends, ends with it, once', async () => {
  const { list } = await run(() => running.client.workflow.execute(workflows.leaving, options()));
  expect(list.filter(({ name }) => name === 'invoke_agent left')).toEqual([
    { name: 'invoke_agent left', agent: 'left' },
  ]);
});

test('the promise of an agent is that of its function, and no tick comes between', async () => {
  const { result } = await run(() => running.client.workflow.execute(workflows.ticking, options()));
  expect(result).toEqual({ order: ['own', 'given', 'a', 'b', 'c'], isSame: true });
});

test('a query makes no span of an agent, and is answered', async () => {
  const { list } = await run(async () => {
    const handle = await running.client.workflow.start(workflows.waiting, options());
    expect(await handle.query(workflows.ask)).toEqual(['asked']);
    await handle.signal(workflows.go);
    await handle.result();
  });
  expect(list.filter(({ name }) => name.startsWith('invoke_agent'))).toEqual([]);
});

test('agents of updates and signals are their own, beside the agent of the run and each other', async () => {
  const { result, list, spans } = await run(async () => {
    const handle = await running.client.workflow.start(workflows.consulting, options());
    const names = ['first', 'second', 'third'];
    const answers = await Promise.all(
      names.map((name) => handle.executeUpdate(workflows.consult, { args: [name] as [string] })),
    );
    expect(answers).toEqual(names.map((name) => [null, name, null]));
    await handle.signal(workflows.go);
    return handle.result();
  });
  expect(result).toEqual(['signalled', 'host']);
  const agents = list.filter(({ name }) => name.startsWith('invoke_agent'));
  expect(sorted(agents)).toEqual(
    sorted(
      ['first', 'second', 'third', 'signalled', 'host'].map((name) => ({ name: `invoke_agent ${name}`, agent: name })),
    ),
  );
  const activitiesOf = list.filter(({ name }) => name === 'RunActivity:whoIsThis').map(({ agent: of }) => of);
  expect(activitiesOf.sort()).toEqual(['first', 'second', 'third']);
  // Each stands in the span of its update.
  for (const name of ['first', 'second', 'third']) {
    const parent = byName(spans, `invoke_agent ${name}`)[0]?.parentSpanId;
    expect(spans.find(({ spanId }) => spanId === parent)?.name).toBe('HandleUpdate:consult');
  }
});

describe('a run that is open', () => {
  async function started(before: number): Promise<ReceivedSpan> {
    for (let left = 400; left > 0; left--) {
      const [span] = byName(await spansSince(before), 'RunWorkflowStarted:waiting');
      if (span !== undefined) return span;
      await wait(50);
    }
    throw new Error('The span of a run that has started did not come.');
  }

  const start = (): Promise<WorkflowHandle> =>
    agenticSession(session, () => running.client.workflow.start(workflows.waiting, options()));

  test('is seen at once, beside the span of the run, which comes later and once', async () => {
    const before = receiver.spans.length;
    const handle = await start();
    const early = await started(before);
    expect(byName(receiver.spans.slice(before), 'RunWorkflow:waiting')).toEqual([]);
    expect(early.attributes).toMatchObject({
      'gen_ai.conversation.id': 'conv-42',
      workflowId: handle.workflowId,
    });
    await handle.signal(workflows.go);
    await handle.result();
    const spans = await spansSince(before);
    const [whole, ...others] = byName(spans, 'RunWorkflow:waiting');
    expect(others).toEqual([]);
    expect(byName(spans, 'RunWorkflowStarted:waiting')).toEqual([early]);
    expect(early.links).toEqual([{ traceId: whole?.traceId, spanId: whole?.spanId }]);
    expect([early.traceId, early.parentSpanId]).toEqual([whole?.traceId, whole?.parentSpanId]);
    expect(early.parentSpanId).toBe(byName(spans, 'StartWorkflow:waiting')[0]?.spanId);
  });

  test('is seen also where its trace has a state, which some backends add', async () => {
    const before = receiver.spans.length;
    const caller = {
      traceId: '5'.repeat(32),
      spanId: '6'.repeat(16),
      traceFlags: 1,
      traceState: createTraceState('vendor=1'),
    };
    const handle = await context.with(trace.setSpanContext(context.active(), caller), start);
    const early = await started(before);
    await handle.signal(workflows.go);
    await handle.result();
    const [whole] = byName(await spansSince(before), 'RunWorkflow:waiting');
    expect(early.links).toEqual([{ traceId: caller.traceId, spanId: whole?.spanId }]);
  });

  test('that something else has started is seen in the trace of the run', async () => {
    const before = receiver.spans.length;
    const client = new Client({ connection: running.client.connection });
    const handle = await client.workflow.start(workflows.waiting, options());
    const early = await started(before);
    await handle.signal(workflows.go);
    await handle.result();
    const [whole] = byName(await spansSince(before), 'RunWorkflow:waiting');
    expect([early.traceId, early.parentSpanId]).toEqual([whole?.traceId, whole?.parentSpanId]);
    expect(early.spanId).not.toBe(whole?.spanId);
  });

  test('and is terminated leaves that span alone', async () => {
    const before = receiver.spans.length;
    const handle = await start();
    await started(before);
    await handle.terminate();
    await handle.result().catch(() => {});
    await wait(500);
    const spans = await spansSince(before);
    expect(byName(spans, 'RunWorkflowStarted:waiting')).toHaveLength(1);
    expect(byName(spans, 'RunWorkflow:waiting')).toEqual([]);
  });
});
