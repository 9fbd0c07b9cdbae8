import { defaultPayloadConverter, type RetryPolicy } from '@temporalio/common';
import { SIGNAL_RETRY_HEADER } from 'kelet-temporal-headers';
import { createWaiting } from '../shared/signal-waiting';
import type { ActivityInfo } from './activity-info';
import { repetitionOf } from './signal-retries';

/** An attempt that was scheduled and begun `elapsedMs` after the activity, as the server and this machine see it. */
function at(elapsedMs: number, more: Partial<ActivityInfo> = {}, headers: Record<string, unknown> = {}) {
  const scheduledTimestampMs = Date.now() - elapsedMs;
  const info: ActivityInfo = {
    activityType: '_kelet_signal',
    taskQueue: 'q',
    attempt: 1,
    scheduledTimestampMs,
    currentAttemptScheduledTimestampMs: scheduledTimestampMs + elapsedMs,
    scheduleToCloseTimeoutMs: 120_000,
    ...more,
  };
  return repetitionOf({
    info,
    headers: headers as never,
    startedAt: performance.now(),
    waiting: createWaiting(() => 0),
  });
}

const withHeader = (policy: unknown) => ({ [SIGNAL_RETRY_HEADER]: defaultPayloadConverter.toPayload(policy) });

test.each([
  [1, 1000],
  [2, 2000],
  [5, 16_000],
  [6, 30_000],
  [40, 30_000],
])('by default, attempt %d is followed by a wait of %d ms', (attempt, policyMs) => {
  expect(at(0, { attempt }).policyMs).toBe(policyMs);
});

test.each([
  [0, 1, true],
  [118_900, 1, true],
  [119_100, 1, false],
  [89_000, 6, true],
  [91_000, 6, false],
])('after %d ms and in attempt %d, Temporal tries again: %p', (elapsedMs, attempt, repeated) => {
  expect(at(elapsedMs, { attempt }).after()).toBe(repeated);
});

test('a wait of its own counts instead of that of the policy', () => {
  expect(at(100_000).after(19_000)).toBe(true);
  expect(at(100_000).after(21_000)).toBe(false);
});

test.each<[string, RetryPolicy]>([
  ['info', { maximumAttempts: 3 }],
  ['a header', { maximumAttempts: 3 }],
])('the most attempts are those that %s names', (where, policy) => {
  const tryIn = (attempt: number) =>
    where === 'info' ? at(0, { attempt, retryPolicy: policy }) : at(0, { attempt }, withHeader(policy));
  expect([tryIn(2).after(), tryIn(3).after()]).toEqual([true, false]);
});

test.each([[null], ['text'], [{ initialInterval: 'soon', maximumInterval: {} }], [[]]])(
  'a header that holds %j leaves the default',
  (policy) => {
    expect(at(0, { attempt: 3 }, withHeader(policy)).policyMs).toBe(4000);
  },
);

test('without a time between schedule and close, it goes on', () => {
  expect(at(1e9, { scheduleToCloseTimeoutMs: 0 }).after()).toBe(true);
});

test('the clock of this machine does not matter: a signal that is wrongly given up would be lost', () => {
  const waited = (ms: number) => {
    const scheduledTimestampMs = Date.now() - ms;
    return at(0, { scheduledTimestampMs, currentAttemptScheduledTimestampMs: scheduledTimestampMs + 1000 });
  };
  expect([119_500, 500_000, -500_000].map((ms) => waited(ms).after())).toEqual([true, true, true]);
});

test('a header says that one request is all', () => {
  expect(at(0, {}, withHeader({ isOnlyRequest: true })).isOnly).toBe(true);
  expect([at(0).isOnly, at(0, {}, withHeader({ maximumAttempts: 1 })).isOnly]).toEqual([false, false]);
});
