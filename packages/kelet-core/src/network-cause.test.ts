import { networkCause } from './network-cause';

const fetchFailed = (cause: unknown) => new TypeError('fetch failed', { cause });
const coded = (code: string, message = '') => Object.assign(new Error(message), { code });

test.each<[string, unknown, string]>([
  ['of Node, its code', fetchFailed(coded('ECONNREFUSED')), 'ECONNREFUSED'],
  ['of a certificate', fetchFailed(coded('DEPTH_ZERO_SELF_SIGNED_CERT')), 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['of Bun, its own code', coded('ConnectionRefused', 'Unable to connect'), 'ConnectionRefused'],
  ['of several addresses', fetchFailed(new AggregateError([coded('ETIMEDOUT'), coded('ENETUNREACH')])), 'ETIMEDOUT'],
  ['of several addresses, by itself', new AggregateError([coded('ECONNREFUSED')]), 'ECONNREFUSED'],
  ['without a code, what its cause says', fetchFailed(new Error('bad port')), 'bad port'],
  ['without a cause, what it says', new TypeError('fetch failed'), 'fetch failed'],
  ['without a message, its name', new AggregateError([]), 'AggregateError'],
  ['that has a number for a code', new DOMException('aborted', 'AbortError'), 'aborted'],
  ['that is a text', 'closed', 'closed'],
  ['that is nothing', undefined, 'an error without a message'],
])('the cause of a network error %s', (_, error, cause) => {
  expect(networkCause(error)).toBe(cause);
});

test('one that causes itself is told, too', () => {
  const error = new Error('round');
  error.cause = error;
  expect(networkCause(error)).toBe('round');
});
