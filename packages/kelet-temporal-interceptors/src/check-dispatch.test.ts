import { createInterceptors, type InterceptorOptions } from '.';

const create = (signals: unknown) => createInterceptors({ signals } as InterceptorOptions);

test.each([
  [undefined],
  [{}],
  [{ taskQueue: 'q', startToCloseTimeout: '30 seconds', scheduleToCloseTimeout: 120_000 }],
  [{ retry: { maximumAttempts: 3, initialInterval: '1s' } }],
])('%j is taken', (signals) => {
  expect(() => create(signals)).not.toThrow();
});

test.each([
  ['q', 'signals must be an object, and is a string of 1 characters.'],
  [
    { timeout: 5 },
    'signals.timeout is not known; there are taskQueue, startToCloseTimeout, scheduleToCloseTimeout, retry.',
  ],
  [{ taskQueue: '' }, 'signals.taskQueue must be a name of at most 1000 bytes, and is the empty string.'],
  [{ taskQueue: 5 }, 'signals.taskQueue must be a name of at most 1000 bytes, and is the number 5.'],
  [{ taskQueue: 'é'.repeat(501) }, 'signals.taskQueue must be a name of at most 1000 bytes'],
  [{ startToCloseTimeout: 'soon' }, `signals.startToCloseTimeout must be a duration, such as '30 seconds' or 30000`],
  [{ scheduleToCloseTimeout: -1 }, 'signals.scheduleToCloseTimeout must be a duration'],
  [{ scheduleToCloseTimeout: Number.POSITIVE_INFINITY }, 'must be a duration, such as'],
  [{ scheduleToCloseTimeout: 1e15 }, 'must be a duration, such as'],
  [{ retry: 5 }, 'signals.retry must be a retry policy, and is the number 5.'],
  [{ retry: null }, 'signals.retry must be a retry policy, and is null.'],
  [{ retry: { maximumAttempts: -2 } }, 'signals.retry must be a retry policy'],
  [{ retry: { initialInterval: 0 } }, 'signals.retry must be a retry policy '],
  [{ retry: { maximumInterval: Number.POSITIVE_INFINITY } }, 'signals.retry must be a retry policy '],
  [
    { retry: { backoffCoefficient: 0.5 } },
    'signals.retry must be a retry policy with a backoffCoefficient of at least 1',
  ],
  [{ retry: { backoffCoefficient: Number.NaN } }, 'a backoffCoefficient of at least 1'],
])('%j is refused where it is given, and not in a workflow task', (signals, message) => {
  expect(() => create(signals)).toThrow(TypeError);
  expect(() => create(signals)).toThrow(message);
});
