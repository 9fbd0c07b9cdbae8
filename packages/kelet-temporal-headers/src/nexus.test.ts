import { extractNexus, injectNexus, MAX_NEXUS_BYTES, type NexusHeaders } from './nexus';

const session = { sessionId: 'conv-42', userId: 'Jürgen 🎉', metadata: { plan: 'pro', seats: 3 } };
const ID = 'x-kelet-session-id';
const USER = 'x-kelet-user-id';
const METADATA = 'x-kelet-metadata';
let told: string[];

beforeEach(() => {
  told = [];
});

const onDropped = (header: string, why: string) => told.push(`${header}: ${why}`);
const bytesOf = (headers: NexusHeaders) => Buffer.byteLength(Object.entries(headers).flat().join(''));
const tooMuch = `the Nexus headers of one call may have ${MAX_NEXUS_BYTES} bytes in all`;

describe('injectNexus', () => {
  test('writes JSON that is all ASCII', () => {
    expect(injectNexus(session)).toEqual({
      [ID]: '"conv-42"',
      [USER]: '"J\\u00fcrgen \\ud83c\\udf89"',
      [METADATA]: '{"plan":"pro","seats":3}',
    });
    expect(injectNexus({ sessionId: 'a\u007f\n' })).toEqual({ [ID]: '"a\\u007f\\n"' });
  });

  test('keeps what is there, and changes no object that it was given', () => {
    const given = Object.freeze({ traceparent: '00-…' });
    expect(injectNexus({ sessionId: 's' }, given)).toEqual({ traceparent: '00-…', [ID]: '"s"' });
    expect(given).toEqual({ traceparent: '00-…' });
  });

  test('adds nothing without a session', () => {
    expect(injectNexus(undefined)).toEqual({});
    expect(injectNexus(undefined, { a: 'b' })).toEqual({ a: 'b' });
  });

  test('fills the limit to the last byte, keys and values of all headers together', () => {
    const room = MAX_NEXUS_BYTES - bytesOf(injectNexus(session));
    const fits = injectNexus(session, { k: 'x'.repeat(room - 1) }, { onDropped });
    expect(bytesOf(fits)).toBe(MAX_NEXUS_BYTES);
    expect([Object.keys(fits), told]).toEqual([['k', ID, USER, METADATA], []]);
  });

  test('measures what is there in bytes', () => {
    const room = MAX_NEXUS_BYTES - bytesOf(injectNexus(session));
    injectNexus(session, { k: 'é'.repeat((room + 1) / 2) }, { onDropped });
    expect(told).toEqual([`${METADATA}: ${tooMuch}`]);
  });

  test.each([
    ['metadata', [ID, USER], METADATA],
    ['then the user', [ID], USER],
    ['then the session', [], ID],
  ])('over the limit drops %s', (_, kept, dropped) => {
    const whole = injectNexus(session);
    const names = Object.keys(whole);
    const upToDropped = Object.fromEntries(Object.entries(whole).slice(0, names.indexOf(dropped) + 1));
    const room = MAX_NEXUS_BYTES - bytesOf(upToDropped);
    const headers = injectNexus(session, { k: 'x'.repeat(room) }, { onDropped });
    expect(Object.keys(headers)).toEqual(['k', ...kept]);
    expect(told).toEqual(names.slice(names.indexOf(dropped)).map((name) => `${name}: ${tooMuch}`));
  });

  test('sends no metadata where the user before it did not fit', () => {
    const small = { sessionId: 's', userId: 'u'.repeat(200), metadata: { a: 1 } };
    const headers = injectNexus(small, { k: 'x'.repeat(MAX_NEXUS_BYTES - 100) }, { onDropped });
    expect(Object.keys(headers)).toEqual(['k', ID]);
    expect(told).toEqual([`${USER}: ${tooMuch}`, `${METADATA}: ${tooMuch}`]);
  });
});

describe('extractNexus', () => {
  test('reads back what injectNexus wrote', () => {
    expect(extractNexus(injectNexus(session))).toEqual(session);
  });

  test('ignores the case of names', () => {
    expect(extractNexus({ 'X-Kelet-Session-Id': '"s"' })).toEqual({ sessionId: 's' });
  });

  test.each([[undefined], [{}]])('finds nothing in %p', (headers) => {
    expect(extractNexus(headers, { onDropped })).toBeUndefined();
    expect(told).toEqual([]);
  });

  test('counts what is not JSON as absent, and keeps the rest', () => {
    expect(extractNexus({ [ID]: '"s"', [METADATA]: '{NaN}' }, { onDropped })).toEqual({ sessionId: 's' });
    expect(extractNexus({ [ID]: 'bare', [USER]: '"u"' }, { onDropped })).toBeUndefined();
    expect(told).toEqual([`${METADATA}: it is not JSON`, `${ID}: it is not JSON`]);
  });

  test('checks what the JSON holds', () => {
    expect(extractNexus({ [ID]: '42' }, { onDropped })).toBeUndefined();
    expect(told).toEqual([`${ID}: it is not a string of 1 to 256 bytes`]);
  });
});

test('a session replaces another one whole, whatever the case of its names', () => {
  const first = { 'X-Kelet-Session-Id': '"a"', 'X-KELET-USER-ID': '"alice"', 'x-kelet-metadata': '{"plan":"pro"}' };
  expect(injectNexus({ sessionId: 'b' }, first)).toEqual({ 'x-kelet-session-id': '"b"' });
});

describe('a project', () => {
  const PROJECT = 'x-kelet-project';
  const named = { ...session, project: 'b' };

  test('goes with its session, and is read back', () => {
    expect(injectNexus(named)[PROJECT]).toBe('"b"');
    expect(extractNexus(injectNexus(named))).toEqual(named);
    expect(extractNexus({ 'X-Kelet-Project': '"b"', [ID]: '"s"' })).toEqual({ sessionId: 's', project: 'b' });
  });

  test.each(['b', '', 'null', '7', '".."', '"é"'])('that says %s is unreadable', (text) => {
    expect(extractNexus({ [PROJECT]: text, [ID]: '"s"' })).toEqual({ sessionId: 's', project: '' });
  });

  test('is never left out before its session is, whatever the room', () => {
    const size = bytesOf(injectNexus(named));
    const seen = new Set<string>();
    for (let room = 0; room <= size; room++) {
      const headers = injectNexus(named, { k: 'x'.repeat(MAX_NEXUS_BYTES - 1 - room) });
      const { k: _, ...kept } = headers;
      expect(PROJECT in kept).toBe(ID in kept);
      seen.add(Object.keys(kept).join());
    }
    expect([...seen]).toEqual([
      '',
      [PROJECT, ID].join(),
      [PROJECT, ID, USER].join(),
      [PROJECT, ID, USER, METADATA].join(),
    ]);
  });

  test('that fits without its session is told of with it', () => {
    const room = bytesOf({ [PROJECT]: '"b"' });
    expect(injectNexus(named, { k: 'x'.repeat(MAX_NEXUS_BYTES - 1 - room) }, { onDropped })).not.toHaveProperty(
      PROJECT,
    );
    expect(told).toEqual([ID, USER, METADATA, PROJECT].map((name) => `${name}: ${tooMuch}`));
  });
});
