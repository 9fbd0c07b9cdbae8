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
  [{ taskQueue: '' }, 'signals.taskQueue must be a name, and is "".'],
  [{ taskQueue: 5 }, 'signals.taskQueue must be a name, and is 5.'],
  [{ startToCloseTimeout: 'soon' }, `signals.startToCloseTimeout must be a duration, such as '30 seconds' or 30000`],
  [{ scheduleToCloseTimeout: -1 }, 'signals.scheduleToCloseTimeout must be a duration'],
  [{ retry: { maximumAttempts: -2 } }, 'signals.retry must be a retry policy'],
])('%j is refused where it is given, and not in a workflow task', (signals, message) => {
  expect(() => create(signals)).toThrow(TypeError);
  expect(() => create(signals)).toThrow(message);
});
