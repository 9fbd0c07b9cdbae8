import { join } from 'node:path';
import { command } from '../support/pack';
import { buildProgram } from '../support/program';
import { temporalAddress } from '../support/server';
import { temporaryDirectory } from '../support/temporary';
import { report } from './report';

const directory = temporaryDirectory(__dirname);

/** Each costs more in Node.js 20 and 22, whose AsyncLocalStorage, which Temporal uses too, hears of every promise. */
test('promises of the main thread per workflow with 3 activities', async () => {
  const program = join(__dirname, 'program');
  const files = ['promises', 'cost-workflows', 'headers-workflows', 'variants'].map((name) =>
    join(program, `${name}.ts`),
  );
  const built = await buildProgram(program, files, directory);
  const { stdout } = await command(process.execPath, [join(built, 'promises.js'), temporalAddress()], directory);
  const results = JSON.parse(stdout.slice(stdout.lastIndexOf('\n[') + 1)) as { name: string; promises: number }[];
  report(
    'promises',
    results.map(({ name, promises }) => ({ variant: name, 'promises per workflow': promises.toFixed(1) })),
  );
  const of = (name: string) => results.find((result) => result.name === name)?.promises ?? Number.NaN;
  // What Temporal makes of the headers, it makes for whoever sends them; Kelet adds next to none of its own.
  expect(of('Kelet') - of('headers by hand')).toBeLessThan(10);
  expect(of('headers by hand')).toBeGreaterThan(of('bare'));
}, 600_000);
