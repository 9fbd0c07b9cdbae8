import { createActivityInterceptors, createClientInterceptors, createInterceptors, type InterceptorOptions } from '..';

const create = (options: unknown) => createInterceptors(options as InterceptorOptions);

test.each([
  [{}],
  [{ autoSession: undefined, propagate: {} }],
  [{ autoSession: true, activityAutoSession: () => 'id', scheduleSession: false, searchAttribute: 'KeletSession' }],
  [{ propagate: { userId: false, metadata: ['plan'] }, signalDispatch: { taskQueue: 'q' } }],
])('%p is taken', (options) => {
  expect(() => create(options)).not.toThrow();
});

test.each([
  [{ autoSesion: true }, "createInterceptors() has no option 'autoSesion'; there are autoSession, autoSessionModule,"],
  [{ autoSession: 'yes' }, 'autoSession must be true, false or a function, and is a string of 3 characters.'],
  [{ activityAutoSession: 1 }, 'activityAutoSession must be true, false or a function, and is the number 1.'],
  ['a-key', 'createInterceptors() takes an object, and got a string of 5 characters.'],
  [null, 'createInterceptors() takes an object, and got null.'],
  [{ autoSessionModule: 'a-key' }, 'autoSessionModule must be the absolute path of a module, and is a string of 5'],
  [{ autoSessionModule: 5 }, 'autoSessionModule must be the absolute path of a module, and is the number 5.'],
  [{ searchAttribute: '' }, 'searchAttribute must be the name of a search attribute, and is the empty string.'],
  [{ scheduleSession: 'no' }, 'scheduleSession must be true or false, and is a string of 2 characters.'],
  [{ propagate: false }, 'propagate must be an object, and is the boolean false.'],
  [{ propagate: { user: false } }, "createInterceptors() has no option 'propagate.user'; there are userId, metadata."],
  [{ propagate: { userId: 'no' } }, 'propagate.userId must be true or false, and is a string of 2 characters.'],
  [
    { propagate: { metadata: 'plan' } },
    'propagate.metadata must be true, false or a list of keys, and is a string of 4',
  ],
  [{ propagate: { metadata: [1] } }, 'propagate.metadata must be true, false or a list of keys, and is an array.'],
])('%p is refused where it is given', (options, message) => {
  expect(() => create(options)).toThrow(expect.objectContaining({ code: 'INVALID_CONFIG' }));
  expect(() => create(options)).toThrow(message);
});

test('the parts check what they are given, too', () => {
  const wrong = { autoSesion: true } as InterceptorOptions;
  expect(() => createClientInterceptors(wrong)).toThrow("has no option 'autoSesion'");
  expect(() => createActivityInterceptors(wrong)).toThrow("has no option 'autoSesion'");
});
