import { resolveAutoSession } from './auto-session-module';

test('a module that exports no function is refused, with its path', () => {
  const autoSessionModule = require.resolve('./auto-session-module');
  expect(() => resolveAutoSession({ autoSessionModule })).toThrow(`${autoSessionModule} must export a function`);
});

test('a module that is not there is refused, also where autoSession is given', () => {
  const options = { autoSession: () => 'id', autoSessionModule: '/nowhere.js' };
  expect(() => resolveAutoSession(options)).toThrow(/nowhere/);
});
