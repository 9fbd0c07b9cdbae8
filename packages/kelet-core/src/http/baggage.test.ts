import type { Session } from '../session';
import { fromBaggage, toBaggage } from './baggage';

let dropped: string[];

beforeEach(() => {
  dropped = [];
});

const write = (session: Session, existing = '') => toBaggage(session, existing, (what) => dropped.push(what));

describe('a session as baggage', () => {
  test('has the names that the SDK for Python reads, percent-encoded', () => {
    const session = {
      sessionId: 'conv 42',
      userId: 'Jürgen+1',
      metadata: { plan: 'pro', 'seats, all': 3, trial: false },
    };
    expect(write(session)).toBe(
      'kelet.session_id=conv%2042,kelet.user_id=J%C3%BCrgen%2B1,kelet.metadata.plan=pro,' +
        'kelet.metadata.seats%2C%20all=3,kelet.metadata.trial=false',
    );
  });

  test('stands behind what is there, in place of another session', () => {
    const existing = 'a=1;p=2 , kelet.user_id=other,kelet.metadata.plan=free,kelet.project=p, b=%20, ,broken';
    expect(write({ sessionId: 's' }, existing)).toBe('a=1;p=2,b=%20,broken,kelet.session_id=s');
  });

  test('names its project, without which it would be taken for one of another', () => {
    expect(write({ sessionId: 's', project: 'b' })).toBe('kelet.session_id=s,kelet.project=b');
  });

  const filler = (bytes: number) => `a=${'x'.repeat(bytes - 2)}`;

  test.each([
    [8192 - 19, 'kelet.session_id=s', ['the user']],
    [8192 - 19 - 16, 'kelet.session_id=s,kelet.user_id=u', ['metadata']],
    [8192 - 19 - 16 - 21, 'kelet.session_id=s,kelet.user_id=u,kelet.metadata.k=v', []],
  ])('in 8192 bytes beside %i others is %s', (bytes, ours, left) => {
    const session = { sessionId: 's', userId: 'u', metadata: { k: 'v' } };
    const others = filler(bytes);
    expect(write(session, others)).toBe(`${others},${ours}`);
    expect(dropped).toEqual(left);
  });

  test('leaves what is there as it is where it has no room itself, also not without its project', () => {
    expect(write({ sessionId: 's' }, filler(8192 - 18))).toBe(filler(8192 - 18));
    expect(write({ sessionId: 's', project: 'b' }, filler(8192 - 19))).toBe(filler(8192 - 19));
    expect(dropped).toEqual(['the session', 'the session']);
  });

  test('leaves no other session there where it has no room', () => {
    const other = `kelet.session_id=other,kelet.user_id=u,${filler(8192 - 18)}`;
    expect(write({ sessionId: 's' }, other)).toBe(filler(8192 - 18));
  });

  test('measures metadata as their reader does, who gets texts', () => {
    const numbers = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`key-number-${n + 10}-of-some-numbers`, 1]));
    for (const count of [50, 60]) {
      const metadata = numbers(count);
      const read = fromBaggage(write({ sessionId: 's', metadata }))?.metadata ?? {};
      expect({ count, read: Object.keys(read).length, dropped }).toEqual(
        count === 50 ? { count, read: 50, dropped: [] } : { count, read: 0, dropped: ['metadata'] },
      );
    }
    expect(JSON.stringify(numbers(60)).length).toBeLessThanOrEqual(2048);
  });

  test('leaves metadata out that no reader would take', () => {
    const metadata = Object.fromEntries(Array.from({ length: 3 }, (_, n) => [`k${n}`, 'x'.repeat(700)]));
    expect(write({ sessionId: 's', metadata })).toBe('kelet.session_id=s');
    expect(dropped).toEqual(['metadata']);
  });

  test('has 64 members with all others at most', () => {
    const others = Array.from({ length: 62 }, (_, index) => `m${index}=1`).join();
    write({ sessionId: 's', userId: 'u' }, others);
    expect(dropped).toEqual([]);
    write({ sessionId: 's', userId: 'u', metadata: { k: 'v' } }, others);
    expect(dropped).toEqual(['metadata']);
  });
});

describe('baggage as a session', () => {
  test('gives it back, frozen, with metadata as texts', () => {
    const session = { sessionId: ' conv, 42 ', userId: 'Jürgen+1', metadata: { plan: 'pro', seats: 3, trial: false } };
    const read = fromBaggage(write(session));
    expect(read).toEqual({ ...session, metadata: { plan: 'pro', seats: '3', trial: 'false' } });
    expect([Object.isFrozen(read), Object.isFrozen(read?.metadata)]).toEqual([true, true]);
  });

  test('takes what the SDK for Python writes: a space as a plus', () => {
    expect(fromBaggage('kelet.session_id=conv+42,kelet.user_id=a%2Bb,kelet.metadata.na+me=x+y')).toEqual({
      sessionId: 'conv 42',
      userId: 'a+b',
      metadata: { 'na me': 'x y' },
    });
  });

  test('takes spaces around members, and properties of them', () => {
    expect(fromBaggage(' a=b , kelet.session_id = s ;p=1;q , kelet.user_id=u')).toEqual({
      sessionId: 's',
      userId: 'u',
    });
  });

  test.each([
    '',
    'a=b',
    'kelet.user_id=u',
    'kelet.session_id',
    'kelet.session_id=',
    'kelet.session_id=%',
    'kelet.session_id=%ff',
    `kelet.session_id=${'x'.repeat(257)}`,
    `kelet.session_id=s,${'a'.repeat(65_536)}`,
    'KELET.SESSION_ID=s',
  ])('is none where there is no valid session id: %s', (baggage) => {
    expect(fromBaggage(baggage)).toBeUndefined();
  });

  test('is without what is not valid, and keeps the rest', () => {
    const ours = 'kelet.session_id=s,kelet.metadata.plan=pro';
    const wrong = ['__proto__', 'constructor', 'prototype', 'session_id', 'user_id', 'self', 'project'];
    const read = fromBaggage([ours, 'kelet.user_id=%', ...wrong.map((key) => `kelet.metadata.${key}=x`)].join());
    expect(read).toEqual({ sessionId: 's', metadata: { plan: 'pro' } });
    expect(fromBaggage(`${ours},kelet.metadata.more=${'x'.repeat(2048)}`)).toEqual({ sessionId: 's' });
  });

  test.each([
    ...['kelet.project=b', 'kelet.project=', 'kelet.project=%', 'kelet.project', 'kelet.project;p=b'],
    `${'a=,'.repeat(2_000)}kelet.project=b`,
  ])('never has the project that it names: %s', (named) => {
    expect(fromBaggage(`kelet.session_id=s,${named}`)).toEqual({ sessionId: 's', project: '' });
  });
});
