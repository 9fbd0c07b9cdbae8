import { defaultPayloadConverter, type Headers, type Payload, type PayloadConverter } from '@temporalio/common';
import type { Session } from 'kelet-core';
import { extract, extractProject, inject } from './codec';

const session: Session = Object.freeze({
  sessionId: 'conv-42',
  userId: 'Jürgen 🎉',
  metadata: { plan: 'pro', seats: 3 },
});
const NAMES = ['x-kelet-session-id', 'x-kelet-user-id', 'x-kelet-metadata'];
let told: string[];

beforeEach(() => {
  told = [];
});

const onDropped = (header: string, why: string) => told.push(`${header}: ${why}`);
const textOf = (headers: Headers, name: string) => Buffer.from(headers[name]?.data ?? []).toString();

const reversing: PayloadConverter = {
  toPayload: (value) => ({ data: Buffer.from(JSON.stringify(value)).reverse() }),
  fromPayload: <T>({ data }: { data?: Uint8Array | null }): T =>
    JSON.parse(
      Buffer.from(data ?? [])
        .reverse()
        .toString(),
    ) as T,
};

const failing: PayloadConverter = {
  toPayload: () => {
    throw new TypeError('cannot');
  },
  fromPayload: () => {
    throw new TypeError('cannot');
  },
};

describe('inject', () => {
  test('writes JSON payloads under the three names', () => {
    const headers = inject(session, {});
    expect(Object.keys(headers)).toEqual(NAMES);
    expect(NAMES.map((name) => textOf(headers, name))).toEqual([
      '"conv-42"',
      '"Jürgen 🎉"',
      '{"plan":"pro","seats":3}',
    ]);
    expect(Buffer.from(headers['x-kelet-session-id']?.metadata?.['encoding'] ?? []).toString()).toBe('json/plain');
  });

  test('keeps what is there, and changes no object that it was given', () => {
    const given: Headers = Object.freeze({ '_tracer-data': defaultPayloadConverter.toPayload({}) });
    expect(Object.keys(inject(session, given))).toEqual(['_tracer-data', ...NAMES]);
    expect(Object.keys(given)).toEqual(['_tracer-data']);
  });

  test('returns the headers themselves where there is no session', () => {
    const given: Headers = {};
    expect(inject(undefined, given)).toBe(given);
  });

  test('replaces a session that is there', () => {
    const headers = inject(session, inject({ sessionId: 'other', userId: 'other' }, {}));
    expect(extract(headers)).toEqual(session);
  });

  test('encodes the same session once', () => {
    const large = Object.freeze({ sessionId: 's', metadata: { k: 'x'.repeat(2048) } });
    for (const _ of ['first', 'second']) inject(large, {}, { onDropped });
    expect(told).toHaveLength(1);
  });

  test('hands out headers that nobody else has: what is done to them is not in those of the next call', () => {
    const spoil = (bytes: Uint8Array | null | undefined) => bytes?.fill(0);
    const [first, second] = [inject(session, {}), inject(session, {})];
    for (const payload of Object.values(first)) {
      spoil(payload.data);
      // Temporal's converter has the bytes of its encoding once for all payloads, so these are not to be shared either.
      spoil(payload.metadata?.['encoding']);
      Object.assign(payload.metadata ?? {}, { traced: new Uint8Array() });
      payload.data = null;
    }
    delete first['x-kelet-session-id'];
    expect(extract(second)).toEqual(session);
    expect(extract(inject(session, {}))).toEqual(session);
    expect(Object.keys(inject(session, {})['x-kelet-user-id']?.metadata ?? {})).toEqual(['encoding']);
    expect(extract(inject({ sessionId: 'other' }, {}))).toEqual({ sessionId: 'other' });
  });

  test('tells of metadata that are too large, and sends the ids', () => {
    const headers = inject({ sessionId: 's', metadata: { k: 'x'.repeat(2048) } }, {}, { onDropped });
    expect(Object.keys(headers)).toEqual(['x-kelet-session-id']);
    expect(told).toEqual(['x-kelet-metadata: it has 2056 bytes, and 2048 is the limit']);
  });

  test('writes with another payload converter, also after it wrote with the default one', () => {
    inject(session, {});
    const headers = inject(session, {}, { payloadConverter: reversing });
    expect(textOf(headers, 'x-kelet-session-id')).toBe('"24-vnoc"');
    expect(textOf(inject(session, {}), 'x-kelet-session-id')).toBe('"conv-42"');
    expect(extract(headers, { payloadConverter: reversing })).toEqual(session);
  });

  test('never throws, also where the payload converter does', () => {
    expect(inject(session, {}, { payloadConverter: failing, onDropped })).toEqual({});
    expect(told).toEqual(NAMES.map((name) => `${name}: the payload converter cannot encode it`));
  });
});

describe('extract', () => {
  test('reads back what inject wrote, frozen', () => {
    const read = extract(inject(session, {}));
    expect(read).toEqual(session);
    expect(Object.isFrozen(read)).toBe(true);
  });

  test.each([[undefined], [null], [{}]])('finds nothing in %p, and says nothing', (headers) => {
    expect(extract(headers, { onDropped })).toBeUndefined();
    expect(told).toEqual([]);
  });

  test('needs no listener', () => {
    expect(extract({ 'x-kelet-session-id': { data: Buffer.from('?') } })).toBeUndefined();
  });

  test('counts a header that cannot be decoded as absent, and keeps the rest', () => {
    const headers: Headers = { ...inject(session, {}), 'x-kelet-user-id': { data: Buffer.from('"u"') } };
    expect(extract(headers, { onDropped })).toEqual({ sessionId: 'conv-42', metadata: session.metadata });
    expect(told).toEqual(['x-kelet-user-id: it cannot be decoded']);
  });

  test('never throws, also where the payload converter does', () => {
    expect(extract(inject(session, {}), { payloadConverter: failing, onDropped })).toBeUndefined();
    expect(told[0]).toBe('x-kelet-session-id: it cannot be decoded');
  });

  test('reads own headers only, by their exact names', () => {
    const inherited: Headers = Object.create(inject(session, {}));
    expect(extract(inherited)).toBeUndefined();
    expect(extract({ 'X-Kelet-Session-Id': defaultPayloadConverter.toPayload('s') })).toBeUndefined();
  });

  test('counts null payloads as absent', () => {
    expect(extract({ 'x-kelet-session-id': null } as never, { onDropped })).toBeUndefined();
    expect(told).toEqual([]);
  });
});

test('a session replaces another one whole: nothing of the first is left beside the second', () => {
  const first = inject({ sessionId: 'a', userId: 'alice', metadata: { plan: 'pro' } }, {});
  expect(extract(inject({ sessionId: 'b' }, first))).toEqual({ sessionId: 'b' });
});

describe('a project', () => {
  const named: Session = Object.freeze({ ...session, project: 'b' });

  test('has a header of its own, ahead of the others, and is read back', () => {
    const headers = inject(named, {});
    expect(Object.keys(headers)).toEqual(['x-kelet-project', ...NAMES]);
    expect(textOf(headers, 'x-kelet-project')).toBe('"b"');
    expect(extract(headers)).toEqual(named);
  });

  test('is replaced with the rest of another session', () => {
    expect(Object.keys(inject(session, inject(named, {})))).toEqual(NAMES);
  });

  test('that cannot be decoded is unreadable, and told of once', () => {
    const read = extract(inject(named, {}), { payloadConverter: halfReading, onDropped });
    expect(read).toEqual({ ...session, project: '' });
    expect(told).toEqual(['x-kelet-project: it cannot be decoded']);
  });

  test('that cannot be encoded keeps its session back', () => {
    const converter: PayloadConverter = {
      toPayload: (value) => (value === 'b' ? failing : defaultPayloadConverter).toPayload(value),
      fromPayload: failing.fromPayload,
    };
    expect(inject(named, {}, { payloadConverter: converter, onDropped })).toEqual({});
    expect(told).toEqual(['x-kelet-project: the payload converter cannot encode it']);
  });

  test('is read without a session, too', () => {
    const { 'x-kelet-project': project } = inject(named, {});
    expect(extractProject({ 'x-kelet-project': project as Payload })).toBe('b');
    expect(extractProject({ 'x-kelet-project': {} }, { onDropped })).toBe('');
    expect([extractProject({}), extractProject(null), extractProject(undefined)]).toEqual([...Array(3)]);
    expect(told).toEqual(['x-kelet-project: it cannot be decoded']);
  });

  const halfReading: PayloadConverter = {
    toPayload: failing.toPayload,
    fromPayload<T>(payload: Payload): T {
      const value = defaultPayloadConverter.fromPayload<T>(payload);
      if (value === 'b') throw new TypeError('cannot');
      return value;
    },
  };
});
