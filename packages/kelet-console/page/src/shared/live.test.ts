import { readChange } from './live';

test('the sessions that changed', () => {
  expect(readChange('{"sessionIds":["a","b"]}')).toEqual(['a', 'b']);
});

test.each(['', 'x', 'null', '[]', '{}', '{"sessionIds":null}', '{"sessionIds":[1]}'])(
  '%j may be any session',
  (data) => {
    expect(readChange(data)).toBeNull();
  },
);
