import {
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  proxyActivities,
  setHandler,
  sleep,
} from '@temporalio/workflow';
import { agenticSession, flush, type Signal, signal } from 'kelet';
import type * as activityTypes from './activities';

const { sendSignal } = proxyActivities<typeof activityTypes>({
  startToCloseTimeout: '1 minute',
  retry: { maximumAttempts: 1 },
});

const feedback = { kind: 'feedback', source: 'synthetic' } as const;

/** What a caller sees of a signal that it awaits. */
export async function outcomeOf(sent: () => Promise<void>): Promise<string> {
  try {
    await sent();
    return 'resolves';
  } catch (error) {
    const { name, type, nonRetryable } = error as ApplicationFailure;
    return error instanceof ApplicationFailure
      ? `${name} ${type}${nonRetryable ? ', non-retryable' : ''}`
      : `${name} ${(error as { code?: string }).code}`;
  }
}

export async function sending(given: Signal): Promise<string> {
  return outcomeOf(() => signal(given));
}

export async function sendingInActivity(given: Signal): Promise<string> {
  return sendSignal(given);
}

/** Fails by a signal that the API refuses. */
export async function failing(given: Signal): Promise<void> {
  await signal({ ...given, raiseOnFailure: true });
}

/** Fails by an activity that does so. */
export async function failingInActivity(given: Signal): Promise<void> {
  const { raiseSignal } = proxyActivities<typeof activityTypes>({ startToCloseTimeout: '1 minute' });
  await raiseSignal(given);
}

/** Waits until it is cancelled, and says so. */
export async function cleansUp(): Promise<void> {
  try {
    await condition(() => false);
  } finally {
    await signal({ ...feedback, triggerName: 'cancelled' });
  }
}

/** A signal is on its way when the scope around it is cancelled. */
export async function cancelsAround(): Promise<string> {
  return CancellationScope.cancellable(async () => {
    const sent = signal({ ...feedback, triggerName: 'around' });
    CancellationScope.current().cancel();
    return outcomeOf(() => sent);
  });
}

/** More at once than what a run may have open. */
export async function sendsMany(count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, index) => signal({ ...feedback, value: String(index) })));
}

export async function forgets(): Promise<void> {
  void signal({ ...feedback, triggerName: 'forgotten' });
}

export async function flushes(): Promise<boolean> {
  void signal({ ...feedback, triggerName: 'flushed' });
  return flush();
}

export const ask = defineQuery<string>('ask');
export const tell = defineSignal('tell');
export const askLate = defineQuery<string>('ask-late');
export const change = defineUpdate<string>('change');
export const refuse = defineUpdate<void>('refuse');

/** Sends from each handler; those of a query and a validator may not. */
export async function listens(): Promise<void> {
  let told = false;
  setHandler(ask, () => {
    void signal({ ...feedback, triggerName: 'query' });
    return 'asked';
  });
  let late = 'nothing yet';
  setHandler(askLate, () => {
    void Promise.resolve().then(async () => {
      late = await outcomeOf(() => signal({ ...feedback, triggerName: 'late query' }));
    });
    return late;
  });
  setHandler(tell, async () => {
    await signal({ ...feedback, triggerName: 'signal' });
    told = true;
  });
  setHandler(change, async () => {
    await signal({ ...feedback, triggerName: 'update' });
    return 'changed';
  });
  setHandler(refuse, () => {}, {
    validator: () => {
      void signal({ ...feedback, triggerName: 'validator' });
    },
  });
  await condition(() => told);
}

/** Two signals in each of two runs. */
export async function sendsInEachRun(runs: number): Promise<void> {
  await signal({ ...feedback, value: 'first' });
  await Promise.all([signal({ ...feedback, value: 'second' }), sleep(1)]);
  if (runs > 1) await continueAsNew<typeof sendsInEachRun>(runs - 1);
}

export async function sendsEachField(): Promise<void> {
  await agenticSession({ sessionId: 'inner' }, () =>
    signal({
      ...feedback,
      triggerName: 'judge',
      score: 0.5,
      value: 'schön',
      confidence: 1,
      metadata: { model: 'a', nested: [1, null] },
      timestamp: '2026-01-02T03:04:05+02:00',
      traceId: '0af7651916cd43dd8448eb211c80319c',
    }),
  );
  await signal(feedback);
}

export async function sendsWrong(given: unknown): Promise<string> {
  return outcomeOf(() => signal(given as Signal));
}

export async function enterWrongSession(): Promise<void> {
  agenticSession({ sessionId: '' }, () => undefined);
}

export async function inTurn(count: number): Promise<void> {
  for (let index = 0; index < count; index++) await signal({ ...feedback, value: String(index) });
}

export const sentSoFar = defineQuery<number>('sent-so-far');
export const goOn = defineSignal('go-on');

/** Two signals in turn, and two more when it is told to go on. */
export async function inTurnAndOn(): Promise<void> {
  let sent = 0;
  let told = false;
  setHandler(sentSoFar, () => sent);
  setHandler(goOn, () => {
    told = true;
  });
  for (; sent < 2; sent++) await signal({ ...feedback, value: String(sent) });
  await condition(() => told);
  for (; sent < 4; sent++) await signal({ ...feedback, value: String(sent) });
}
