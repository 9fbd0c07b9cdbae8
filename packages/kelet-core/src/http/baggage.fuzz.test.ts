import assert from 'node:assert/strict';
import fc from 'fast-check';
import { makeSession } from '../make-session';
import { isId, isProject, type Session } from '../session';
import { utf8Bytes } from '../text';
import { fromBaggage, toBaggage } from './baggage';

/** KELET_FUZZ_SEED runs one again. */
const seed = Number(process.env['KELET_FUZZ_SEED'] ?? Date.now() % 2 ** 31);

beforeAll(() => console.info(`fuzz seed: ${seed}`));

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).filter(isId);
const key = text.filter((name) => !/^(session_id|user_id|self|project|__proto__|constructor|prototype)$/.test(name));
const session = fc.record(
  {
    sessionId: text,
    userId: text,
    metadata: fc.dictionary(key, fc.oneof(text, fc.integer(), fc.boolean()), { minKeys: 1, maxKeys: 5 }),
    project: fc.stringMatching(/^[\x20-\x7e]{1,40}$/).filter(isProject),
  },
  { requiredKeys: ['sessionId'] },
);
/** Baggage of others, and of a hostile sender. */
const piece = fc.oneof(
  fc.constantFrom(...[',', '=', ';', '%', '+', ' ', '\t', '"', '%ff', '%00', '%2C', '__proto__', 'constructor']),
  fc.constantFrom(
    ...['kelet.session_id=', 'kelet.user_id=', 'kelet.project=', 'kelet.metadata.', 'kelet.metadata.a=b'],
  ),
  fc.string({ unit: 'binary', maxLength: 10 }),
);
const hostile = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));

test('each session comes back, metadata as texts and the project unreadable, whatever stands beside it', () => {
  fc.assert(
    fc.property(session, hostile, (given, others) => {
      const made = makeSession(given as Session);
      let isWhole = true;
      const header = toBaggage(made, others, () => {
        isWhole = false;
      });
      fc.pre(isWhole);
      assert(utf8Bytes(header) <= 8192);
      const texts = Object.entries(made.metadata ?? {}).map(([name, value]) => [name, String(value)]);
      assert.deepEqual(fromBaggage(header), {
        sessionId: made.sessionId,
        ...(made.userId !== undefined && { userId: made.userId }),
        ...(texts.length > 0 && { metadata: Object.fromEntries(texts) }),
        ...(made.project !== undefined && { project: '' }),
      });
    }),
    { seed, numRuns: 20_000 },
  );
}, 120_000);

test('100,000 hostile headers: a session is a whole one or none, without a project, and nothing throws', () => {
  fc.assert(
    fc.property(hostile, fc.boolean(), (rest, named) => {
      const found = fromBaggage(named ? `kelet.session_id=s,${rest}` : rest);
      assert(!('polluted' in {}) && Object.getPrototypeOf({}) === Object.prototype);
      if (found === undefined) return;
      assert(isId(found.sessionId) && (found.userId === undefined || isId(found.userId)));
      assert(found.project === undefined || found.project === '');
      for (const value of Object.values(found.metadata ?? {})) assert.equal(typeof value, 'string');
      assert(Object.getPrototypeOf(found.metadata ?? {}) === Object.prototype);
    }),
    { seed, numRuns: 100_000 },
  );
}, 120_000);
