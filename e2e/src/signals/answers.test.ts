import { randomUUID } from 'node:crypto';
import { agenticSession, configure, type Signal, type SignalFailureMode } from 'kelet';
import { KeletPlugin } from 'kelet-temporal-plugin';
import { type Answer, type Api, startApi } from '../support/api';
import { API_KEY } from '../support/secret';
import { type Running, startWorker } from '../support/worker';
import * as activities from './activities';
import * as workflows from './workflows';

// Long, for a machine that is busy: an attempt that is late by itself would count as one more request.
const ATTEMPT_MS = 2000;
const retryAfter = (value: string): Answer => ({ status: 429, headers: { 'retry-after': value } });

interface Scenario {
  /** What the API answers, in turn; the last one stays. */
  readonly answers: () => readonly Answer[];
  readonly outcome: 'sent' | 'rejected' | 'undelivered';
  /** How many requests the three attempts of one transport make. */
  readonly requests: number;
  readonly atLeastMs?: number;
}

const SCENARIOS: Record<string, Scenario> = {
  '200': { answers: () => [200], outcome: 'sent', requests: 1 },
  '400': { answers: () => [400], outcome: 'rejected', requests: 1 },
  '401': { answers: () => [401], outcome: 'rejected', requests: 1 },
  '408': { answers: () => [408], outcome: 'undelivered', requests: 3 },
  '429, then 200 after some seconds': {
    answers: () => [retryAfter('1'), 200],
    outcome: 'sent',
    requests: 2,
    atLeastMs: 1000,
  },
  '429, then 200 after a date': {
    // A date has no fractions of a second: this one is at least a second away.
    answers: () => [retryAfter(new Date(Date.now() + 2000).toUTCString()), 200],
    outcome: 'sent',
    requests: 2,
    atLeastMs: 900,
  },
  '429, and asks for more than the limit': { answers: () => [retryAfter('3600')], outcome: 'undelivered', requests: 3 },
  '500': { answers: () => [500], outcome: 'undelivered', requests: 3 },
  '503, then 200': { answers: () => [503, 200], outcome: 'sent', requests: 2 },
  'a reset': { answers: () => ['reset'], outcome: 'undelivered', requests: 3 },
  'half a head': { answers: () => ['halfHead'], outcome: 'undelivered', requests: 3 },
  '200 and half a body': { answers: () => ['halfBody'], outcome: 'sent', requests: 1 },
  'a head that drips': { answers: () => ['dripHead'], outcome: 'undelivered', requests: 3, atLeastMs: 3 * ATTEMPT_MS },
  '200 and a body that drips': { answers: () => ['dripBody'], outcome: 'sent', requests: 1 },
  nothing: { answers: () => ['never'], outcome: 'undelivered', requests: 3, atLeastMs: 3 * ATTEMPT_MS },
};

const CODES = { rejected: 'SIGNAL_REJECTED', undelivered: 'SIGNAL_UNDELIVERED' };

type Caller = 'host' | 'activity' | 'workflow';

const CALLERS: readonly Caller[] = ['host', 'activity', 'workflow'];
const MODES: readonly SignalFailureMode[] = ['swallow', 'raise'];

let api: Api;
const planned = new Map<string, readonly Answer[]>();

beforeAll(async () => {
  api = await startApi((request) => {
    const name = request.body.trigger_name ?? '';
    const answers = planned.get(name) ?? SCENARIOS[name.split(' | ')[0] ?? '']?.answers() ?? [];
    planned.set(name, answers.length > 1 ? answers.slice(1) : answers);
    return answers[0] ?? 500;
  });
});

afterAll(() => api.stop());

function seen({ outcome }: Scenario, caller: Caller, mode: SignalFailureMode): string {
  if (outcome === 'sent' || mode === 'swallow') return 'resolves';
  if (caller !== 'workflow') return `KeletError ${CODES[outcome]}`;
  return `ApplicationFailure Kelet.${CODES[outcome]}${outcome === 'rejected' ? ', non-retryable' : ''}`;
}

/**
 * In workflow code it is Temporal that tries again, up to three times here. While others fail in the same worker, an
 * attempt that is not the last may be held back.
 */
function requestsOf({ requests, outcome }: Scenario, caller: Caller, made: number): number {
  return caller === 'workflow' && outcome !== 'sent' && made >= 1 && made < requests ? made : requests;
}

type Cell = readonly [answer: string, scenario: Scenario, caller: Caller];

const CELLS: readonly Cell[] = Object.entries(SCENARIOS).flatMap(([answer, scenario]) =>
  CALLERS.map((caller) => [answer, scenario, caller] as const),
);

// What fails several times in a row holds back attempts of the whole process. So a
// success comes first, which ends the row of an earlier test, and then what fails too seldom to make a row.
const GROUPS: readonly (readonly Cell[])[] = [
  CELLS.filter(([answer]) => answer === '200'),
  CELLS.filter(([answer, { outcome }]) => answer !== '200' && outcome === 'sent'),
  CELLS.filter(([, { outcome }]) => outcome !== 'sent'),
];

async function call(caller: Caller, given: Signal, { client, taskQueue }: Running): Promise<string> {
  if (caller === 'host') return activities.sendSignal(given);
  const workflow = caller === 'activity' ? workflows.sendingInActivity : workflows.sending;
  return client.workflow.execute(workflow, { workflowId: randomUUID(), taskQueue, args: [given] });
}

test.each(MODES)('what each caller sees of each answer, with signalFailureMode %j', async (signalFailureMode) => {
  const limits = { attemptTimeoutMs: ATTEMPT_MS, backoffMs: 20, maxRetryAfterMs: 2500 };
  configure({ apiKey: API_KEY, project: 'e2e', apiUrl: api.url, signalFailureMode, signals: limits });
  const running = await startWorker({
    workflowsPath: require.resolve('./workflows'),
    activities,
    plugins: [new KeletPlugin({ includeOtelPlugin: false, signalDispatch: { retry: { maximumAttempts: 3 } } })],
  });
  const cellOf = async ([answer, scenario, caller]: Cell) => {
    const triggerName = `${answer} | ${caller} | ${signalFailureMode}`;
    const began = performance.now();
    const given: Signal = { kind: 'feedback', source: 'synthetic', triggerName };
    const sees = await agenticSession({ sessionId: 'conv-42' }, () => call(caller, given, running));
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const made = api.requests.filter(({ body }) => body.trigger_name === triggerName);
    return {
      scenario,
      answer,
      caller,
      sees,
      requests: made.length,
      seconds,
      keys: new Set(made.map((r) => r.idempotencyKey)),
    };
  };
  const table = [];
  for (const group of GROUPS) table.push(...(await Promise.all(group.map(cellOf))));
  await running.stop();
  console.table(
    table.map(({ answer, caller, sees, requests, seconds }) => ({ answer, caller, sees, requests, seconds })),
  );
  for (const { scenario, answer, caller, keys, seconds, ...cell } of table) {
    expect({ answer, caller, sees: cell.sees, requests: cell.requests, keys: keys.size }).toEqual({
      answer,
      caller,
      sees: seen(scenario, caller, signalFailureMode),
      requests: requestsOf(scenario, caller, cell.requests),
      keys: 1,
    });
    expect(Number(seconds) * 1000 + 100).toBeGreaterThan(scenario.atLeastMs ?? 0);
  }
});
