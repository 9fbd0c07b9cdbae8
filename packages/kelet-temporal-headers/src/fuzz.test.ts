import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import fc from 'fast-check';
import type { Session } from 'kelet-core';
import { isProject, makeSession, RESERVED_METADATA_KEYS, utf8Bytes } from 'kelet-core/internal';
import { extract, extractNexus, inject, injectNexus, MAX_METADATA_BYTES } from '.';
import { METADATA_HEADER, PROJECT_HEADER, SESSION_ID_HEADER, USER_ID_HEADER } from './names';

/** KELET_FUZZ_SEED runs one again. */
const seed = Number(process.env['KELET_FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const RUNS = 100_000;

beforeAll(() => console.info(`fuzz seed: ${seed}`));

/** Texts that have broken a decoder somewhere: literals that are not JSON, prototypes, depth, truncation. */
const HAND_MADE = [
  ...['', ' ', 'null', 'true', '0', '-0', '1e999', 'NaN', '-Infinity', '""', '"', '[]', '{}', '{', '[[[[', '\u0000'],
  ...['{"__proto__":{"polluted":true}}', '{"constructor":{"prototype":{"polluted":true}}}', '{"__proto__":"polluted"}'],
  ...['{"a":{"__proto__":{"polluted":1}}}', '{"a":NaN}', '{"a":1e999}', '{"a":null}', '"\\ud83d"', '\ufeff"x"'],
  `"${'x'.repeat(300)}"`,
  `${'['.repeat(5000)}${']'.repeat(5000)}`,
  `{"a":"${'x'.repeat(5000)}"}`,
];

const bytes = fc.oneof(
  fc.constantFrom(...HAND_MADE).map((text) => new TextEncoder().encode(text)),
  fc.json().map((text) => new TextEncoder().encode(text)),
  fc.uint8Array({ maxLength: 64 }),
);
const encoding = fc.oneof(
  fc.constantFrom('json/plain', 'binary/null', 'binary/plain', 'json/protobuf', 'binary/encrypted', ''),
  fc.string({ maxLength: 12 }),
);
const payload = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      metadata: encoding.map((text) => ({ encoding: new TextEncoder().encode(text) })),
      data: bytes,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ metadata: fc.constantFrom(null, undefined, {}), data: fc.constantFrom(null, undefined) }),
  },
  { weight: 1, arbitrary: fc.anything() },
);
const name = fc.constantFrom(SESSION_ID_HEADER, USER_ID_HEADER, METADATA_HEADER, PROJECT_HEADER);
const hostile = fc.oneof(
  { weight: 9, arbitrary: fc.dictionary(fc.oneof(name, fc.string()), payload, { maxKeys: 5 }) },
  { weight: 1, arbitrary: fc.constantFrom(null, undefined) },
);

function expectWellFormed(session: Session | undefined): void {
  if (session === undefined) return;
  for (const id of [session.sessionId, session.userId ?? 'x']) {
    if (typeof id !== 'string' || id === '' || utf8Bytes(id) > 256) throw new Error(`a bad id: ${String(id)}`);
  }
  for (const [key, value] of Object.entries(session.metadata ?? {})) {
    if (!['string', 'number', 'boolean'].includes(typeof value)) throw new Error(`bad metadata: ${key}`);
  }
  if (!Object.isFrozen(session)) throw new Error('not frozen');
}

function expectNothingPolluted(): void {
  if (Object.hasOwn(Object.prototype, 'polluted') || 'polluted' in {}) throw new Error('a prototype was polluted');
}

test(`${RUNS} hostile headers: an id is a whole one or absent, and nothing is polluted or thrown`, () => {
  fc.assert(
    fc.property(hostile, (headers) => {
      expectWellFormed(extract(headers as Headers));
      expectNothingPolluted();
    }),
    { seed, numRuns: RUNS },
  );
});

test('hostile Nexus headers, too', () => {
  const text = fc.oneof(fc.constantFrom(...HAND_MADE), fc.json(), fc.string());
  fc.assert(
    fc.property(fc.dictionary(fc.oneof(name, fc.string()), text, { maxKeys: 5 }), (headers) => {
      expectWellFormed(extractNexus(headers));
      expectNothingPolluted();
    }),
    { seed, numRuns: RUNS / 10 },
  );
});

const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((text) => utf8Bytes(text) <= 256);
const key = fc
  .string({ unit: 'grapheme', maxLength: 10 })
  .filter((text) => ![...RESERVED_METADATA_KEYS, '__proto__', 'constructor', 'prototype'].includes(text));
const value = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.boolean(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
);
const session = fc
  .record(
    {
      sessionId: id,
      userId: id,
      metadata: fc.dictionary(key, value, { minKeys: 1, maxKeys: 5 }),
      project: fc.stringMatching(/^[\x20-\x7e]{1,40}$/).filter(isProject),
    },
    { requiredKeys: ['sessionId'] },
  )
  .filter(({ metadata = {} }) => utf8Bytes(JSON.stringify(metadata)) <= MAX_METADATA_BYTES);

test('every valid session comes out as it went in, from headers and from Nexus headers', () => {
  fc.assert(
    fc.property(session, (given) => {
      const made = makeSession(given as Session);
      expect(extract(inject(made, {}))).toEqual(made);
      expect(extractNexus(injectNexus(made))).toEqual(made);
    }),
    { seed, numRuns: 2000 },
  );
});

test('the hostile payloads reach the decoder: a plain one among them is read', () => {
  const headers = { [SESSION_ID_HEADER]: defaultPayloadConverter.toPayload('conv-1') } as Headers;
  expect(extract(headers)).toEqual({ sessionId: 'conv-1' });
});

test(`${RUNS} hostile projects: what is there is a name or unreadable, and never taken for none`, () => {
  const own = { [SESSION_ID_HEADER]: defaultPayloadConverter.toPayload('conv-1') };
  fc.assert(
    fc.property(payload, (hostilePayload) => {
      const found = extract({ ...own, [PROJECT_HEADER]: hostilePayload } as Headers);
      const there = hostilePayload !== null && hostilePayload !== undefined;
      if (there ? found?.project !== '' && !isProject(found?.project) : found?.project !== undefined)
        throw new Error(`a bad project: ${String(found?.project)}`);
    }),
    { seed, numRuns: RUNS },
  );
});
