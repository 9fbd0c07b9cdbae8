import { configure } from '../configure';
import { slot } from '../slot';
import { notTaken } from './answer';

const refusal = (status: number, says: string, project = 'shop') => notTaken('http://api', status, says, project);

beforeEach(() => configure({ apiKey: 'the-key', project: 'shop' }));

afterEach(() => {
  delete slot().settings;
});

test.each([401, 403])('%i names what to check, and quotes the API without the key', (status) => {
  const { code, message } = refusal(status, '{"detail":\n "key the-key is revoked"}');
  expect(code).toBe('SIGNAL_REJECTED');
  expect(message).toBe(
    `A signal was not taken: http://api answered ${status}: "{"detail": "key [the API key] is revoked"}". ` +
      'Check apiKey (or KELET_API_KEY), and that it belongs to the project.',
  );
});

test.each([400, 404, 422])('%i quotes the first 200 characters of what the API says', (status) => {
  const { message } = refusal(status, 'x'.repeat(300));
  expect(message).toBe(`A signal was not taken: http://api answered ${status}: "${'x'.repeat(200)}".`);
});

test('nothing is quoted of an answer that says nothing', () => {
  expect(refusal(404, ' \n').message).toBe('A signal was not taken: http://api answered 404.');
});

test('a key that was passed as the project is not given away', () => {
  const { message } = refusal(403, 'no access to planted-key-0123456789', 'planted-key-0123456789');
  expect(message).toContain('answered 403: "no access to [the project]".');
});

test.each([
  [408, 'SIGNAL_UNDELIVERED'],
  [425, 'SIGNAL_UNDELIVERED'],
  [429, 'SIGNAL_UNDELIVERED'],
  [500, 'SIGNAL_UNDELIVERED'],
  [501, 'SIGNAL_REJECTED'],
  [505, 'SIGNAL_REJECTED'],
  [511, 'SIGNAL_UNDELIVERED'],
  [599, 'SIGNAL_UNDELIVERED'],
  [302, 'SIGNAL_REJECTED'],
  [409, 'SIGNAL_REJECTED'],
])('%i is %s', (status, code) => {
  expect(refusal(status, '').code).toBe(code);
});
