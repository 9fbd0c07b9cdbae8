import { createInterceptors, type InterceptorOptions } from '..';

const create = (signalDispatch: unknown) => createInterceptors({ signalDispatch } as InterceptorOptions);

test.each([
  [undefined],
  [{}],
  [{ taskQueue: 'q', startToCloseTimeout: '30 seconds', scheduleToCloseTimeout: 120_000 }],
  [{ retry: { maximumAttempts: 3, initialInterval: '1s' } }],
])('%j is taken', (signalDispatch) => {
  expect(() => create(signalDispatch)).not.toThrow();
});

test.each([
  ['q', 'signalDispatch must be an object, and is a string of 1 characters.'],
  [
    { timeout: 5 },
    "has no option 'signalDispatch.timeout'; there are taskQueue, startToCloseTimeout, scheduleToCloseTimeout, retry.",
  ],
  [{ taskQueue: '' }, 'signalDispatch.taskQueue must be a name of at most 1000 bytes, and is the empty string.'],
  [{ taskQueue: 'q\ud800' }, 'signalDispatch.taskQueue must be a name'],
  [{ taskQueue: 5 }, 'signalDispatch.taskQueue must be a name of at most 1000 bytes, and is the number 5.'],
  [{ taskQueue: 'é'.repeat(501) }, 'signalDispatch.taskQueue must be a name of at most 1000 bytes'],
  [
    { startToCloseTimeout: 'soon' },
    `signalDispatch.startToCloseTimeout must be a duration, such as '30 seconds' or 30000`,
  ],
  [{ scheduleToCloseTimeout: -1 }, 'signalDispatch.scheduleToCloseTimeout must be a duration'],
  [{ scheduleToCloseTimeout: Number.POSITIVE_INFINITY }, 'must be a duration, such as'],
  [{ scheduleToCloseTimeout: 1e15 }, 'must be a duration, such as'],
  [{ retry: 5 }, 'signalDispatch.retry must be a retry policy, and is the number 5.'],
  [{ retry: null }, 'signalDispatch.retry must be a retry policy, and is null.'],
  [{ retry: { maximumAttempts: -2 } }, 'signalDispatch.retry.maximumAttempts must be an integer from 1 to 2147483647'],
  [{ retry: { maximumAttempts: Number.MAX_SAFE_INTEGER } }, 'retry.maximumAttempts must be an integer from 1 to'],
  [{ retry: { nonRetryableErrorTypes: 5 } }, 'retry.nonRetryableErrorTypes must be a list of names'],
  [{ retry: { nonRetryableErrorTypes: new Set(['A']) } }, 'retry.nonRetryableErrorTypes must be a list of names'],
  [{ retry: new Date(0) }, 'signalDispatch.retry must be a retry policy'],
  [{ retry: { initialInterval: 0 } }, 'signalDispatch.retry.initialInterval must be a duration'],
  [{ retry: { maximumInterval: Number.POSITIVE_INFINITY } }, 'signalDispatch.retry.maximumInterval must be a duration'],
  [{ retry: { backoffCoefficient: 0.5 } }, 'signalDispatch.retry.backoffCoefficient must be a number from 1 on'],
  [{ retry: { backoffCoefficient: Number.NaN } }, 'a number from 1 on'],
])('%j is refused where it is given, and not in a workflow task', (signalDispatch, message) => {
  expect(() => create(signalDispatch)).toThrow(expect.objectContaining({ code: 'INVALID_CONFIG' }));
  expect(() => create(signalDispatch)).toThrow(message);
});
