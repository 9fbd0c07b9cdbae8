import { join } from 'node:path';
import { command } from '../support/pack';
import { buildProgram } from '../support/program';
import { temporaryDirectory } from '../support/temporary';
import { report } from './report';
import { medianOf, ratioOf } from './statistics';

const ROUNDS = Number(process.env['KELET_BENCH_ROUNDS'] ?? 40);
const BASE = 'spread of ready headers';

const directory = temporaryDirectory(__dirname);

test('nanoseconds per call of inject and extract', async () => {
  const program = join(__dirname, 'program');
  const built = await buildProgram(program, [join(program, 'codec.ts')], directory);
  const args = ['--expose-gc', join(built, 'codec.js'), String(ROUNDS)];
  // The program fails where a call did not write or read the session that it was given.
  const { stdout } = await command(process.execPath, args, directory);
  const results = JSON.parse(stdout) as { case: string; name: string; nanos: number[] }[];
  const rows = results.map((result) => {
    const base = results.find((other) => other.case === result.case && other.name === BASE)?.nanos ?? [];
    const { median, low, high } = medianOf(result.nanos);
    const ratio = ratioOf(result.nanos, base);
    return {
      'headers before': result.case,
      what: result.name,
      'ns per call': Math.round(median),
      '95 % interval': `${Math.round(low)} to ${Math.round(high)}`,
      'of the spread': ratio.median.toFixed(2),
      '95 % interval of it': `${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)}`,
      rounds: result.nanos.length,
    };
  });
  report('codec', rows);
  expect(rows).toHaveLength(10);
  expect(results.map(({ nanos }) => nanos.length)).toEqual(rows.map(() => ROUNDS));
}, 600_000);
