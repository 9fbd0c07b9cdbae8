import { KeletPlugin } from 'kelet-temporal-plugin';
import { builtInsWorkers } from './support/built-ins';
import { missedByAny } from './support/replaced';

const start = builtInsWorkers();

test.each([
  ['one that works, without its statics', 'bare'],
  ['a function that throws', 'useless'],
] as const)('workflow code that replaces a built-in by %s has with Kelet all that it has without', async (_, how) => {
  const workers = await start({ plugins: [new KeletPlugin({ includeOtelPlugin: false })] });
  expect(await missedByAny(workers, { how, when: 'in-run' })).toEqual([]);
});

test('and so it has where only one static is missing', async () => {
  const workers = await start({ plugins: [new KeletPlugin({ includeOtelPlugin: false })] });
  const of = ['Array', 'Number'];
  expect(await missedByAny(workers, { how: 'lacking', when: 'in-run', of })).toEqual([]);
});
