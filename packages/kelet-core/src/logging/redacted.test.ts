import { slot } from '../slot';
import { redacted } from './redacted';

const session = { sessionId: 's', userId: 'u', metadata: { plan: 'pro', seats: 3 } };
let warnings: string[];

function set(...redacts: ((attributes: Record<string, unknown>) => unknown)[]): void {
  slot().spans = { redacts: new Set(redacts), filters: new Set(), newer: new Set(), older: new Set() };
}

beforeEach(() => {
  warnings = [];
  slot().warned.clear();
  slot().warn = (message) => warnings.push(message);
  delete slot().spans;
});

test('without a redact all is as it is', () => {
  expect(redacted(session)).toBe(session);
});

test('each of them has its turn, and gets what is personal alone', () => {
  const seen: unknown[] = [];
  set(
    (attributes) => {
      seen.push(attributes);
      return { ...attributes, 'user.id': 'hidden', 'gen_ai.conversation.id': 'other', 'metadata.list': [1] };
    },
    ({ 'metadata.seats': _, ...rest }) => rest,
  );
  expect(redacted(session)).toEqual({ userId: 'hidden', metadata: { plan: 'pro' } });
  expect(seen).toEqual([{ 'user.id': 'u', 'metadata.plan': 'pro', 'metadata.seats': 3 }]);
});

test.each([
  [
    'throws',
    () => {
      throw new Error('of its own');
    },
    'threw Error: of its own',
  ],
  ['gives a text', () => 'all', "gave 'all'"],
  ['gives a promise', () => Promise.reject(new Error('late')), 'gave of type object'],
])('one that %s leaves nothing, with one warning', (_, redact, said) => {
  set(redact);
  expect([redacted(session), redacted(session)]).toEqual([{}, {}]);
  expect(warnings).toEqual([expect.stringContaining(`redact ${said}`)]);
  expect(warnings[0]).toContain('so log lines go without the user and metadata');
});
