import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { KeletError } from './errors';
import { configure } from './host/configure';
import { readReference, referenceTo } from './reference';
import { isId, isProject } from './session';

/** KELET_FUZZ_SEED runs one again. */
const seed = Number(process.env['KELET_FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const numRuns = 50_000;
const secrets = ['a secret of this test alone'];

beforeAll(() => console.info(`fuzz seed: ${seed}`));

const set = (references?: { secrets: string[] }) => configure({ apiKey: 'key', project: 'shop', references });

const hex = (digits: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${digits}}$`)).filter((id) => !/^0+$/.test(id));
const subject = fc.record(
  {
    sessionId: fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }).filter(isId),
    traceId: hex(32),
    spanId: hex(16),
    project: fc.stringMatching(/^[\x20-\x7e]{1,40}$/).filter(isProject),
  },
  { requiredKeys: ['sessionId'] },
);

test('each session, project, trace and span is read back, signed or not, from characters that a URL takes as they are', () => {
  fc.assert(
    fc.property(subject, fc.boolean(), (given, signed) => {
      set(signed ? { secrets } : undefined);
      const text = referenceTo(given) ?? '';
      assert.match(text, /^[\w.~-]+$/);
      const { sessionId, traceId, spanId, project } = given;
      const expected = { sessionId, traceId, spanId: traceId && spanId, ...(project !== undefined && { project }) };
      assert.deepEqual(readReference(text), expected);
    }),
    { seed, numRuns },
  );
}, 120_000);

/** What is like a reference, and none: pieces of one, in any order and number. */
const piece = fc.oneof(
  fc.constantFrom('k1', 'k2', '.', '..', '~', '~2e~', '~zzzz~', 'conv-42', '0'.repeat(32), '__proto__'),
  hex(32),
  hex(16),
  fc.string({ unit: 'binary', maxLength: 10 }),
);
const anything = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc.anything(),
);

test('whatever is given is read, as a session that can be, or refused with its code', () => {
  set();
  fc.assert(
    fc.property(anything, (given) => {
      try {
        const { sessionId, project = 'own' } = readReference(given as string);
        assert(isId(sessionId) && (isProject(project) || project === ''));
      } catch (error) {
        assert.equal((error as KeletError).code, 'INVALID_REFERENCE');
      }
    }),
    { seed, numRuns },
  );
}, 120_000);

test('nothing that was not signed passes where there is a secret', () => {
  fc.assert(
    fc.property(subject, fc.nat(), fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }), (given, at, other) => {
      set({ secrets });
      const text = referenceTo(given) ?? '';
      const index = at % text.length;
      const changed = text.slice(0, index) + other + text.slice(index + 1);
      fc.pre(changed !== text);
      assert.throws(() => readReference(changed), { code: 'INVALID_REFERENCE' });
    }),
    { seed, numRuns: 20_000 },
  );
}, 120_000);
