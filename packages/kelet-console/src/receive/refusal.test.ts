import { answerTo, Refusal } from './refusal';

const throws = () => {
  throw new Error('not for reading');
};
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();

test.each<[string, unknown, number, string]>([
  ['a refusal', new Refusal(404, 'nothing is there'), 404, 'nothing is there'],
  ['any other error', new TypeError('no such key'), 500, 'no such key'],
  ['a text', 'no', 500, 'no'],
  ['a symbol', Symbol('s'), 500, 'Symbol(s)'],
  ['undefined', undefined, 500, 'undefined'],
])('%s is answered by what it says', (_, error, status, message) => {
  expect(answerTo(error)).toEqual({ status, message });
});

test.each<[string, unknown]>([
  ['an object without a prototype', Object.create(null)],
  ['a revoked proxy', revoked],
  ['an object whose every property throws', new Proxy({}, { get: throws, getPrototypeOf: throws })],
  ['an error whose message throws', Object.defineProperty(new Error(), 'message', { get: throws })],
])('%s is answered, too', (_, error) => {
  expect(answerTo(error)).toEqual({ status: 500, message: 'the receiver failed with a value of type object' });
});
