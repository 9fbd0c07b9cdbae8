import { ActivityFailure, ApplicationFailure, type RetryState, TimeoutFailure } from '@temporalio/common';
import { undelivered as outcomeOf } from './signal-undelivered';

const undelivered = (thrown: unknown, taskQueue: string) => outcomeOf(thrown, taskQueue).error;

/** As Temporal hands the failure of an activity to workflow code. */
const ofActivity = (cause?: Error) =>
  new ActivityFailure('Activity task failed', '_kelet_signal', '1', 'TIMEOUT' as RetryState, undefined, cause);

const ofKelet = (code: string, nonRetryable: boolean, raise?: boolean) =>
  ApplicationFailure.create({
    message: 'The API said so.',
    type: `Kelet.${code}`,
    nonRetryable,
    ...(raise !== undefined && { details: [{ raise_on_failure: raise }] }),
  });

const timedOut = (cause?: Error) =>
  Object.assign(new TimeoutFailure('activity timed out', undefined, 'SCHEDULE_TO_CLOSE'), { cause });

test('what the API refused for good is rejected, and what may pass is undelivered, each as the attempt said it', () => {
  const message = 'The API said so.';
  expect(undelivered(ofActivity(ofKelet('SIGNAL_REJECTED', true)), 'q')).toMatchObject({
    code: 'SIGNAL_REJECTED',
    message,
  });
  const passing = undelivered(ofActivity(ofKelet('SIGNAL_UNDELIVERED', false)), 'q');
  expect(passing).toMatchObject({ code: 'SIGNAL_UNDELIVERED', message });
});

test.each([true, false])(
  'whether the sender asked to be told (%p) is what was recorded with the last attempt',
  (raise) => {
    const last = ofKelet('SIGNAL_UNDELIVERED', false, raise);
    expect(undelivered(ofActivity(last), 'q').raiseOnFailure).toBe(raise);
    expect(undelivered(ofActivity(timedOut(last)), 'q').raiseOnFailure).toBe(raise);
  },
);

test('where nothing was recorded, or nothing that can be read, nothing is decided', () => {
  const odd = ApplicationFailure.create({ message: 'odd', details: [null, { raise_on_failure: 'yes' }] });
  expect(undelivered(ofActivity(odd), 'q').raiseOnFailure).toBeUndefined();
  expect(undelivered(ofActivity(timedOut()), 'q').raiseOnFailure).toBeUndefined();
});

test('a time-out without an attempt asks for the worker of the task queue', () => {
  const { code, message } = undelivered(ofActivity(timedOut()), 'agents');
  expect(code).toBe('SIGNAL_UNDELIVERED');
  expect(message).toMatch(/not delivered in time \(SCHEDULE_TO_CLOSE\)\. Does a worker .* task queue 'agents'\?/);
});

test('a worker that does not have the activity is told what to do', () => {
  const unknown = ApplicationFailure.create({ message: 'not registered', type: 'NotFoundError' });
  const { code, message } = undelivered(ofActivity(unknown), 'agents');
  expect(code).toBe('SIGNAL_UNDELIVERED');
  expect(message).toMatch(
    /worker of the task queue 'agents' does not have the activity _kelet_signal\. Put KeletPlugin/,
  );
});

test('anything else is undelivered, and says what it can', () => {
  expect(undelivered(new Error('no such thing'), 'q')).toMatchObject({
    code: 'SIGNAL_UNDELIVERED',
    message: 'no such thing',
  });
  expect(undelivered(Object.create(null), 'q').code).toBe('SIGNAL_UNDELIVERED');
});

test('only what its worker has given up is counted already', () => {
  const given = (details: unknown[]) =>
    outcomeOf(ofActivity(ApplicationFailure.create({ message: 'x', details })), 'q');
  expect(given([{ raise_on_failure: true, given_up: true }]).counted).toBe(true);
  expect(given([{ raise_on_failure: true, given_up: false }]).counted).toBe(false);
  expect(given([]).counted).toBe(false);
  expect(outcomeOf(ofActivity(timedOut()), 'q').counted).toBe(false);
});
