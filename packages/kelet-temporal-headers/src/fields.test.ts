import type { Session } from 'kelet-core';
import { MAX_METADATA_BYTES } from 'kelet-core/internal';
import { fromFields, toFields, UNREADABLE } from './fields';

const ID = 'x-kelet-session-id';
const USER = 'x-kelet-user-id';
const METADATA = 'x-kelet-metadata';
let told: string[];

beforeEach(() => {
  told = [];
});

const onDropped = (header: string, why: string) => told.push(`${header}: ${why}`);
const read = (values: Record<string, unknown>) => fromFields((header) => values[header], onDropped);

describe('a session as fields', () => {
  test('has its ids and its metadata under their names, the session first', () => {
    const session = { sessionId: 's', userId: 'u', metadata: { plan: 'pro' } };
    expect(Object.entries(toFields(session))).toEqual([
      [ID, 's'],
      [USER, 'u'],
      [METADATA, { plan: 'pro' }],
    ]);
  });

  test('has no field for what it lacks', () => {
    expect(Object.keys(toFields({ sessionId: 's' }))).toEqual([ID]);
  });

  test('keeps metadata up to the limit, and beyond it only the ids', () => {
    const ofSize = (bytes: number): Session => ({
      sessionId: 's',
      metadata: { k: 'x'.repeat(bytes - '{"k":""}'.length) },
    });
    expect(Object.keys(toFields(ofSize(MAX_METADATA_BYTES), onDropped))).toEqual([ID, METADATA]);
    expect(told).toEqual([]);
    expect(Object.keys(toFields(ofSize(MAX_METADATA_BYTES + 1), onDropped))).toEqual([ID]);
    expect(told).toEqual([`${METADATA}: it has 2049 bytes, and 2048 is the limit`]);
  });

  test('counts metadata in bytes, not in characters', () => {
    toFields({ sessionId: 's', metadata: { k: 'é'.repeat(1100) } }, onDropped);
    expect(told).toEqual([`${METADATA}: it has 2208 bytes, and 2048 is the limit`]);
  });
});

describe('fields as a session', () => {
  test('give it back, frozen', () => {
    const session = read({ [ID]: 's', [USER]: 'u', [METADATA]: { plan: 'pro', seats: 3, trial: false } });
    expect(session).toEqual({ sessionId: 's', userId: 'u', metadata: { plan: 'pro', seats: 3, trial: false } });
    expect([Object.isFrozen(session), Object.isFrozen(session?.metadata)]).toEqual([true, true]);
    expect(told).toEqual([]);
  });

  test('are none where there is no session id, whatever else there is', () => {
    expect(read({ [USER]: 'u', [METADATA]: { plan: 'pro' } })).toBeUndefined();
  });

  test.each([[''], [null], [42], [{}], ['x'.repeat(257)]])('are none where the session id is %j', (value) => {
    expect(read({ [ID]: value, [USER]: 'u' })).toBeUndefined();
    expect(told).toEqual([`${ID}: it is not a string of 1 to 256 bytes`]);
  });

  test.each([[''], [null], [42], [['u']], ['x'.repeat(257)]])('keep the rest where the user is %j', (value) => {
    const session = read({ [ID]: 's', [USER]: value, [METADATA]: { plan: 'pro' } });
    expect(session).toEqual({ sessionId: 's', metadata: { plan: 'pro' } });
    expect(told).toEqual([`${USER}: it is not a string of 1 to 256 bytes`]);
  });

  test.each([[null], ['text'], [42], [['a']]])('keep the rest where the metadata are %j', (value) => {
    expect(read({ [ID]: 's', [METADATA]: value })).toEqual({ sessionId: 's' });
    expect(told).toEqual([`${METADATA}: it is not an object`]);
  });

  test('lose no more of the metadata than the values that are wrong', () => {
    const metadata = { plan: 'pro', list: [1], nothing: null, nan: Number.NaN, ['k'.repeat(50)]: {} };
    expect(read({ [ID]: 's', [METADATA]: metadata })?.metadata).toEqual({ plan: 'pro' });
    expect(told).toHaveLength(4);
    expect(told[3]).toBe(`${METADATA}: the value of '${'k'.repeat(40)}' is not a string, a number or a boolean`);
  });

  test('take no key that could reach a prototype', () => {
    const metadata: unknown = JSON.parse('{"__proto__":"x","constructor":"x","prototype":"x","plan":"pro"}');
    const kept = read({ [ID]: 's', [METADATA]: metadata })?.metadata;
    expect(Object.keys(kept ?? {})).toEqual(['plan']);
    expect(Object.getPrototypeOf(kept)).toBe(Object.prototype);
    expect(told).toHaveLength(3);
  });

  test('have no metadata where none is left', () => {
    expect(read({ [ID]: 's', [METADATA]: { list: [] } })).toEqual({ sessionId: 's' });
  });
});

describe('the project', () => {
  const PROJECT = 'x-kelet-project';

  test('comes first, since what follows belongs to it, and is read back', () => {
    const session = { sessionId: 's', project: 'b', userId: 'u' };
    expect(Object.keys(toFields(session))).toEqual([PROJECT, ID, USER]);
    expect(read(toFields(session))).toEqual(session);
  });

  test.each([[''], ['.'], ['..'], [' b'], ['b\n'], ['é'], ['b'.repeat(257)], [null], [7], [{}], [['b']]])(
    'that is no name, such as %j, is unreadable, which travels on',
    (project) => {
      const session = read({ [ID]: 's', [PROJECT]: project });
      expect(session).toEqual({ sessionId: 's', project: '' });
      expect(told).toEqual([`${PROJECT}: it is not the name of a project`]);
      expect(read(toFields(session as Session))).toEqual(session);
    },
  );

  test('that cannot be decoded is unreadable, and told of once', () => {
    expect(read({ [ID]: 's', [PROJECT]: UNREADABLE })).toEqual({ sessionId: 's', project: '' });
    expect(told).toEqual([]);
  });

  test('is never one of the metadata', () => {
    expect(read({ [ID]: 's', [METADATA]: { project: 'b' } })?.project).toBeUndefined();
  });

  test('is no session', () => {
    expect(read({ [PROJECT]: 'b' })).toBeUndefined();
  });
});
