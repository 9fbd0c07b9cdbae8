import { keptFor } from './kept-for';

test('of more than a hundred, the one that was asked for longest ago is forgotten', () => {
  const kept = new Map<string, { name: string }>();
  const forgotten: string[] = [];
  const ask = (name: string) =>
    keptFor(
      name,
      kept,
      () => ({ name }),
      ({ name }) => forgotten.push(name),
    );
  const first = ask('first');
  ask('second');
  for (let index = 0; index < 98; index++) ask(`${index}`);
  expect(ask('first')).toBe(first);
  expect(forgotten).toEqual([]);
  ask('one more');
  expect(forgotten).toEqual(['second']);
  expect(kept.size).toBe(100);
  expect(ask('first')).toBe(first);
});
