import { agenticSession } from '../context';
import { signal } from '../signal';
import type { Signal } from '../signal-types';
import { slot } from '../slot';
import { configure } from './node';

const LOGS_API = Symbol.for('io.opentelemetry.js.api.logs');
const globals = globalThis as unknown as Record<symbol, unknown>;
const judged: Signal = { kind: 'metric', source: 'synthetic', triggerName: 'relevance', score: 0.5, value: 'good' };
let emitted: unknown[];
let fails: boolean;

beforeEach(() => {
  emitted = [];
  fails = false;
  slot().warn = () => {};
  const provider = { getLogger: () => ({ emit: (record: unknown) => emitted.push(record) }) };
  globals[LOGS_API] = (version: number) => (version === 1 ? provider : undefined);
});

afterEach(() => {
  delete globals[LOGS_API];
});

function send(evaluationEvents: boolean | undefined, given: Signal = judged): Promise<void> {
  const transport = { send: () => (fails ? Promise.reject(new Error('no')) : Promise.resolve()) };
  configure({ apiKey: 'key', project: 'shop', signals: { transport, evaluationEvents } });
  return agenticSession({ sessionId: 'conv-42' }, () => signal(given));
}

test('a signal that was sent is an event too, where that is wanted', async () => {
  await send(true);
  expect(emitted).toEqual([
    {
      eventName: 'gen_ai.evaluation.result',
      attributes: {
        'gen_ai.evaluation.name': 'relevance',
        'gen_ai.evaluation.score.value': 0.5,
        'gen_ai.evaluation.score.label': 'good',
        'gen_ai.conversation.id': 'conv-42',
      },
    },
  ]);
});

test('its name is needed, so one without a trigger has its kind; its time is that of the signal', async () => {
  const timestamp = new Date(1_700_000_000_000);
  await send(true, { kind: 'feedback', source: 'human', timestamp });
  expect(emitted).toEqual([
    {
      eventName: 'gen_ai.evaluation.result',
      attributes: { 'gen_ai.evaluation.name': 'feedback', 'gen_ai.conversation.id': 'conv-42' },
      timestamp,
    },
  ]);
});

test('a logger that fails does not make a signal fail that was sent, and is warned of', async () => {
  const warnings: string[] = [];
  slot().warn = (message) => warnings.push(message);
  globals[LOGS_API] = () => ({
    getLogger() {
      throw new Error('closed');
    },
  });
  await send(true, { ...judged, raiseOnFailure: true });
  expect(warnings).toEqual(['[kelet] A signal was sent, and not emitted as an event: Error: closed']);
});

test('by default there is none, nor for a signal that was not sent, nor without a logger provider', async () => {
  await send(undefined);
  await send(false);
  fails = true;
  await send(true);
  expect(emitted).toEqual([]);
  delete globals[LOGS_API];
  fails = false;
  await send(true);
});
