import { appendNew, mergeInterceptors } from './merge';

const [a, b, ours] = [{ name: 'a' }, { name: 'b' }, { name: 'ours' }];

test('appendNew keeps the order, and adds what is not there yet', () => {
  expect(appendNew([a, b], [b, ours])).toEqual([a, b, ours]);
  expect(appendNew(undefined, [ours])).toEqual([ours]);
});

test('appendNew looks at identity, and changes no list that it was given', () => {
  const existing = Object.freeze([a]);
  expect(appendNew(existing, [{ ...a }])).toHaveLength(2);
});

describe('mergeInterceptors', () => {
  test('starts from nothing', () => {
    expect(mergeInterceptors(undefined, { workflow: [ours] })).toEqual({ workflow: [ours] });
  });

  test('appends under each key, and keeps every key that is there', () => {
    const existing = Object.freeze({ workflow: Object.freeze([a]), activityInbound: [b] });
    expect(mergeInterceptors(existing, { workflow: [ours], nexus: [ours] })).toEqual({
      workflow: [a, ours],
      activityInbound: [b],
      nexus: [ours],
    });
  });

  test('passes over what is undefined', () => {
    expect(mergeInterceptors({ workflow: [a] }, { workflow: undefined, nexus: undefined })).toEqual({ workflow: [a] });
  });

  test('merges the interceptors of a worker’s client one level deeper', () => {
    const existing = { client: { workflow: [a] }, activity: [b] };
    expect(mergeInterceptors(existing, { client: { workflow: [ours], schedule: [ours] } })).toEqual({
      client: { workflow: [a, ours], schedule: [ours] },
      activity: [b],
    });
    expect(mergeInterceptors({}, { client: { workflow: [ours] } })).toEqual({ client: { workflow: [ours] } });
  });

  test('adds nothing the second time', () => {
    const added = { workflow: [ours], client: { workflow: [ours] } };
    const once = mergeInterceptors({ workflow: [a] }, added);
    expect(mergeInterceptors(once, added)).toEqual(once);
  });
});

describe('the legacy form of client interceptors', () => {
  type Legacy = { calls: (() => unknown)[]; other?: unknown };
  const factory = () => a;
  const merge = (existing: Legacy) =>
    mergeInterceptors({ workflow: existing }, { workflow: [ours] })['workflow'] as Legacy;

  test('stays, and takes ours as one more factory', () => {
    const merged = merge({ calls: [factory], other: 1 });
    expect(merged.other).toBe(1);
    expect(merged.calls[0]).toBe(factory);
    expect(merged.calls.map((make) => make())).toEqual([a, ours]);
  });

  test('takes it once', () => {
    const once = merge({ calls: [factory] });
    expect(merge(once)).toEqual(once);
    expect(merge(once).calls).toHaveLength(2);
  });
});
