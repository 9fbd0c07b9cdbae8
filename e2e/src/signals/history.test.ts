import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { tsToMs } from '@temporalio/common/lib/time';
import { DefaultLogger, Worker } from '@temporalio/worker';
import { agenticSession, configure, KeletError, type SignalBody, type SignalFailureMode, signalCounts } from 'kelet';
import { KeletPlugin, type KeletPluginOptions } from 'kelet-temporal-plugin';
import { API_KEY } from '../support/secret';
import { installLogger, type Running, startWorker } from '../support/worker';
import * as workflows from './workflows';

const lines: string[] = [];
installLogger(new DefaultLogger('WARN', ({ message }) => lines.push(message)));

const feedback = { kind: 'feedback', source: 'synthetic' } as const;
const workflowsPath = require.resolve('./workflows');

let sent: SignalBody[];
let code: 'SIGNAL_UNDELIVERED' | 'SIGNAL_REJECTED' | undefined;
const started: Running[] = [];

beforeEach(() => {
  sent = [];
  lines.length = 0;
  code = undefined;
  set('swallow');
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((running) => running.stop()));
});

function set(signalFailureMode: SignalFailureMode): void {
  const send = async (body: SignalBody) => {
    sent.push(body);
    if (code !== undefined) throw new KeletError(code, `The API says ${code}.`);
  };
  configure({ apiKey: API_KEY, project: 'e2e', signalFailureMode, signals: { transport: { send } } });
}

const pluginOf = (options: KeletPluginOptions = {}) => new KeletPlugin({ includeOtelPlugin: false, ...options });

async function start(options: KeletPluginOptions = {}): Promise<Running> {
  const running = await startWorker({ workflowsPath, activities: { other() {} }, plugins: [pluginOf(options)] });
  started.push(running);
  return running;
}

/** Which of Temporal's events a run has, without those of its tasks. */
async function eventsOf(handle: WorkflowHandle): Promise<string[]> {
  const { events = [] } = await handle.fetchHistory();
  const names = (events ?? []).map((event) => Object.keys(event).find((key) => key.endsWith('EventAttributes')) ?? '');
  return names.filter((name) => name.startsWith('activity')).map((name) => name.replace('EventAttributes', ''));
}

/** How long each signal of a run may wait, in milliseconds, or that it has one request only. */
async function limitsOf(handle: WorkflowHandle): Promise<(number | 'one request')[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) => {
    if (!scheduled) return [];
    const header = scheduled.header?.fields?.['x-kelet-signal-retry'];
    const retry = header && defaultPayloadConverter.fromPayload<{ isOnlyRequest?: boolean }>(header);
    return [retry?.isOnlyRequest ? 'one request' : tsToMs(scheduled.scheduleToCloseTimeout)];
  });
}

async function replay(handle: WorkflowHandle, options: KeletPluginOptions = {}): Promise<void> {
  await Worker.runReplayHistory({ workflowsPath, plugins: [pluginOf(options)] }, await handle.fetchHistory());
}

const asString = (value: unknown) => JSON.stringify(value);

describe('a signal of a run without a session', () => {
  test('is scheduled all the same, then dropped and counted by the activity; no setting changes the commands', async () => {
    const { client, taskQueue } = await start();
    const before = signalCounts().dropped.noSession;
    const handle = await client.workflow.start(workflows.sending, {
      workflowId: `${randomUUID()}/session/conv-7`,
      taskQueue,
      args: [feedback],
    });
    expect(await handle.result()).toBe('resolves');
    expect(await eventsOf(handle)).toEqual(['activityTaskScheduled', 'activityTaskStarted', 'activityTaskCompleted']);
    expect(signalCounts().dropped.noSession).toBe(before + 1);
    expect(sent).toEqual([]);
    const modules = [false, true].map((autoSession) => ({ autoSession }));
    for (const options of [...modules, { autoSessionModule: require.resolve('../support/auto-session') }]) {
      await replay(handle, options);
    }
  });

  test('belongs to the session that activityAutoSession derives in the activity', async () => {
    const { client, taskQueue } = await start({ activityAutoSession: true });
    const workflowId = `${randomUUID()}/session/conv-7`;
    expect(await client.workflow.execute(workflows.sending, { workflowId, taskQueue, args: [feedback] })).toBe(
      'resolves',
    );
    expect(sent).toEqual([{ session_id: 'conv-7', ...feedback }]);
  });
});

describe('the mode that was recorded with a signal decides', () => {
  const retry = { maximumAttempts: 2, initialInterval: '10ms' } as const;
  const MODES: readonly SignalFailureMode[] = ['swallow', 'raise'];

  const run = async (mode: SignalFailureMode, options: KeletPluginOptions = {}) => {
    set(mode);
    const { client, taskQueue } = await start({ signalDispatch: { retry }, ...options });
    const handle = await agenticSession({ sessionId: 'conv-42' }, () =>
      client.workflow.start(workflows.sending, { workflowId: randomUUID(), taskQueue, args: [feedback] }),
    );
    return { handle, outcome: await handle.result() };
  };

  test.each(MODES.flatMap((mode) => (['SIGNAL_UNDELIVERED', 'SIGNAL_REJECTED'] as const).map((why) => [mode, why])))(
    'with %s and %s, an attempt that is repeated fails, and the last one answers as it was asked to',
    async (mode, why) => {
      code = why as typeof code;
      const { handle, outcome } = await run(mode as SignalFailureMode);
      const suffix = why === 'SIGNAL_REJECTED' ? ', non-retryable' : '';
      expect(outcome).toBe(mode === 'raise' ? `ApplicationFailure Kelet.${why}${suffix}` : 'resolves');
      expect(sent).toHaveLength(why === 'SIGNAL_REJECTED' ? 1 : 2);
      expect((await eventsOf(handle)).at(-1)).toBe(mode === 'raise' ? 'activityTaskFailed' : 'activityTaskCompleted');
      for (const other of MODES) {
        set(other);
        await replay(handle, { signalDispatch: { retry } });
      }
    },
  );

  test('also where Temporal, against the expectation of the attempt, does not repeat it', async () => {
    code = 'SIGNAL_UNDELIVERED';
    const nonRetryableErrorTypes = ['Kelet.SIGNAL_UNDELIVERED'];
    const { handle, outcome } = await run('swallow', { signalDispatch: { retry: { nonRetryableErrorTypes } } });
    expect([outcome, ...(await eventsOf(handle)).slice(-1)]).toEqual(['resolves', 'activityTaskFailed']);
    set('raise');
    await replay(handle);
  });
});

test.each(['swallow', 'raise'] as const)(
  'with %s, a signal that is too large is refused, and replays with the other mode',
  async (mode) => {
    set(mode);
    const { client, taskQueue } = await start();
    const large = { ...feedback, value: 'x'.repeat(300_000) };
    const handle = await client.workflow.start(workflows.sending, {
      workflowId: randomUUID(),
      taskQueue,
      args: [large],
    });
    expect(await handle.result()).toBe('ApplicationFailure Kelet.SIGNAL_REJECTED, non-retryable');
    set(mode === 'swallow' ? 'raise' : 'swallow');
    await replay(handle);
  },
);

describe('an outage', () => {
  beforeEach(() => {
    code = 'SIGNAL_UNDELIVERED';
  });

  const LIMIT_MS = 4000;
  const signalDispatch = { scheduleToCloseTimeout: LIMIT_MS, retry: { initialInterval: '100ms' } } as const;

  test('lets the signals of a run wait no longer than one of them may, and then tries each of them once', async () => {
    const { client, taskQueue } = await start({ signalDispatch });
    const options = { workflowId: randomUUID(), taskQueue, args: [12] as [number] };
    const began = performance.now();
    const handle = await agenticSession({ sessionId: 'conv-42' }, () =>
      client.workflow.start(workflows.inTurn, options),
    );
    await handle.result();
    expect(performance.now() - began).toBeLessThan(4 * LIMIT_MS);
    const attempts = await limitsOf(handle);
    expect(attempts).toEqual([LIMIT_MS, ...Array(11).fill('one request')]);
    await replay(handle, { signalDispatch });
  });

  test('that is over gives the next signals all the time again', async () => {
    const { client, taskQueue } = await start({ signalDispatch });
    const options = { workflowId: randomUUID(), taskQueue, args: [] as [] };
    const handle = await agenticSession({ sessionId: 'conv-42' }, () =>
      client.workflow.start(workflows.inTurnAndOn, options),
    );
    while (!asString(await handle.query(workflows.sentSoFar)).includes('2'))
      await new Promise((r) => setTimeout(r, 100));
    code = undefined;
    await handle.signal(workflows.goOn);
    await handle.result();
    const attempts = await limitsOf(handle);
    expect(attempts.map((limit) => limit === 'one request')).toEqual([false, true, true, false]);
  });
});

test('a worker that does not know the activity is told of, with the order that mends it', async () => {
  const plugins = [pluginOf({ signalDispatch: { scheduleToCloseTimeout: '1500ms' } })];
  const late = { name: 'late', configureWorker: (options: object) => ({ ...options, activities: { other() {} } }) };
  const running = await startWorker({ workflowsPath, plugins: [...plugins, late] as never });
  started.push(running);
  const options = { workflowId: randomUUID(), taskQueue: running.taskQueue, args: [feedback] as [typeof feedback] };
  expect(await running.client.workflow.execute(workflows.sending, options)).toBe('resolves');
  expect(lines).toContainEqual(expect.stringMatching(/Put KeletPlugin behind the plugin that brings the worker its/));
});
