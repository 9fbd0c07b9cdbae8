import { KeletPlugin } from 'kelet-temporal-plugin';
import { builtInsWorkers } from './support/built-ins';
import { missedByAny } from './support/replaced';

const start = builtInsWorkers();

test('workflow code that replaces a built-in has with Kelet all that it has without', async () => {
  const workers = await start({ plugins: [new KeletPlugin({ includeOtelPlugin: false })] });
  expect(await missedByAny(workers, { how: 'useless', when: 'in-run' })).toEqual([]);
});
