import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ReceivedSpan, Receiver } from 'kelet-console';
import { diagnose } from 'kelet-doctor';
import { startReceiver } from '../support/receiver';
import { keletAt } from '../support/secret';
import { temporalAddress } from '../support/server';
import { temporaryDirectory } from '../support/temporary';
import { startWorkerProcess } from '../support/worker-process';
import { ALL_VERSIONS, installProjects, OLDER, programOf, type Version } from './projects';

export interface Setting {
  readonly version: Version;
  readonly order: string;
  readonly processes: string;
  readonly cache: string;
}

export const SETTINGS: Setting[] = (['v1', 'v2'] as const).flatMap((version) =>
  ['bundled', 'before', 'after'].flatMap((order) =>
    ['one', 'two'].flatMap((processes) => ['default', '0'].map((cache) => ({ version, order, processes, cache }))),
  ),
);

/** On each older version, where most can go wrong; on the one that mixes traces up, as Kelet's warning advises. */
export const OLDER_SETTINGS: Setting[] = (Object.keys(OLDER) as Version[]).flatMap((version): Setting[] =>
  version === 'v1 of 1.17.2'
    ? [{ version, order: 'bundled', processes: 'one', cache: 'default, no context shared' }]
    : [
        { version, order: 'bundled', processes: 'two', cache: '0' },
        { version, order: 'bundled', processes: 'one', cache: 'default' },
      ],
);

const WORKER_OPTIONS: Record<string, object> = {
  '0': { maxCachedWorkflows: 0 },
  'default, no context shared': { reuseV8Context: false },
};

/**
 * Those that `npm test` tries too: each order where each task of a run is replayed, by two workers in turn, in which
 * most can go wrong; and all in one process, at the defaults.
 */
export const isInSubset = ({ order, processes, cache }: Setting): boolean =>
  (processes === 'two' && cache === '0') || (order === 'bundled' && processes === 'one' && cache === 'default');

async function spansOf(
  { version, order, processes, cache }: Setting,
  directory: string,
  receiver: Receiver,
): Promise<ReceivedSpan[]> {
  const taskQueue = `spans-${randomUUID()}`;
  const program = programOf(directory, version);
  const env = {
    ...keletAt(receiver.url),
    OTEL_PACKAGE: ALL_VERSIONS[version].otel,
    OTEL_ORDER: order,
    WORKER_OPTIONS: JSON.stringify(WORKER_OPTIONS[cache] ?? {}),
  };
  const before = receiver.spans.length;
  const two = processes === 'two';
  let worker = two ? await startWorkerProcess(program, taskQueue, env) : undefined;
  const args = [join(program, 'client.js'), temporalAddress(), taskQueue, two ? 'client' : 'both'];
  const client = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(client, 'exit');
  try {
    for await (const line of createInterface(client.stdout)) {
      if (line !== 'midway') continue;
      // The next worker has to replay what it goes on with.
      await worker?.end('SIGTERM');
      if (two) worker = await startWorkerProcess(program, taskQueue, env);
      client.stdin.write('go\n');
    }
    const [code] = await ended;
    await worker?.end('SIGTERM');
    expect(code).toBe(0);
  } finally {
    client.kill('SIGKILL');
  }
  return receiver.spans.slice(before);
}

/** The trace of the caller: the start, all that the run does, and the messages that were sent in the same span. */
const OF_THE_START = [
  'HandleSignal:tell',
  'HandleUpdate:ready',
  'RunActivity:work',
  'RunActivity:work',
  'RunActivity:work',
  'RunStartNexusOperation:probe/who',
  'RunWorkflow:child',
  'RunWorkflow:whole',
  'SignalWorkflow:tell',
  'StartActivity:work',
  'StartActivity:work',
  'StartActivity:work',
  'StartChildWorkflow:child',
  'StartNexusOperation:probe/who',
  'StartWorkflow:whole',
  'StartWorkflowUpdate:ready',
  'caller',
  'invoke_agent listener',
  'invoke_agent planner',
  'invoke_agent waiter',
  'think',
  'user-span',
];
/** Of those, what the first agent does, in activities and a child too. */
const OF_THE_PLANNER = [
  'RunActivity:work',
  'RunActivity:work',
  'RunWorkflow:child',
  'StartActivity:work',
  'StartActivity:work',
  'StartChildWorkflow:child',
  'invoke_agent planner',
  'think',
];
/** A message that is sent outside of a span begins a trace of its own; the last query finds a closed workflow. */
const LATER = [
  ['HandleQuery:ask', 'QueryWorkflow:ask'],
  ['HandleQuery:ask', 'QueryWorkflow:ask'],
  ['HandleSignal:finish', 'SignalWorkflow:finish'],
];

const SESSION = { 'gen_ai.conversation.id': 'conv-42', 'user.id': 'user-7', 'metadata.plan': 'pro' };

/** The one span of somebody who sends in no session. */
const OUTSIDE = 'SignalWorkflow:finish';

/** One test for each of `settings`, to be called at the top of a test file. */
export function testEachSpanOnce(settings: readonly Setting[], versions?: typeof OLDER): void {
  const build = temporaryDirectory(__dirname);
  let directory: string;
  let receiver: Receiver;

  beforeAll(async () => {
    receiver = await startReceiver();
    directory = await installProjects(build, versions);
  }, 600_000);

  afterAll(() => receiver.close());

  test.each(settings)(
    'OpenTelemetry $version, $order, client and worker in $processes process(es), cache $cache: each span once',
    async (setting) => {
      const spans = await spansOf(setting, directory, receiver);
      const traces = new Map<string, string[]>();
      for (const { name, traceId } of spans) traces.set(traceId, [...(traces.get(traceId) ?? []), name]);
      const lists = [...traces.values()].map((names) => names.sort());
      expect(lists.sort((a, b) => b.length - a.length || a.join().localeCompare(b.join()))).toEqual([
        OF_THE_START,
        ...LATER,
      ]);
      const inAgent = (agent: string) =>
        spans.filter(({ attributes }) => attributes['gen_ai.agent.name'] === agent).map(({ name }) => name);
      expect(inAgent('planner').sort()).toEqual(OF_THE_PLANNER);
      expect(inAgent('waiter')).toEqual(['invoke_agent waiter']);
      for (const { name, attributes } of spans) {
        if (name === OUTSIDE) expect(attributes).not.toHaveProperty(['gen_ai.conversation.id']);
        else expect({ name, ...attributes }).toMatchObject({ name, ...SESSION });
      }
      expect(diagnose({ spans, signals: [] })).toEqual([]);
    },
  );
}
