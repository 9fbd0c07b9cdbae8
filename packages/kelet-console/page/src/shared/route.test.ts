import { formatRoute, parseRoute, type Route } from './route';

test.each<Route>([
  { page: 'sessions' },
  { page: 'doctor' },
  { page: 'session', sessionId: 'conv-42' },
  { page: 'session', sessionId: 'a/b#c?d=%&"<ü> ' },
  { page: 'session', sessionId: 's', span: { traceId: '0af7', spanId: 'b7ad' } },
])('the address of %j leads back to it', (route) => {
  expect(parseRoute(formatRoute(route))).toEqual(route);
});

test.each(['', '#', '#/', '#/session', '#/session/', '#/session/%zz', '#/elsewhere', '#javascript:alert(1)'])(
  '%j leads to the list',
  (hash) => {
    expect(parseRoute(hash)).toEqual({ page: 'sessions' });
  },
);

test('an address of a span that is cut short leads to its session', () => {
  expect(parseRoute('#/session/s/span/0af7')).toEqual({ page: 'session', sessionId: 's' });
});
