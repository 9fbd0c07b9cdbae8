import { join } from 'node:path';
import { type Api, startApi } from '../support/api';
import { NO_DROPS } from '../support/no-drops';
import { command } from '../support/pack';
import { buildProgram } from '../support/program';
import { keletAt } from '../support/secret';
import { temporaryDirectory } from '../support/temporary';

const SIGNALS = 100_000;
/** As `configure()` has them by default. */
const IN_FLIGHT = 64;
const QUEUE = 10_000;
const MOST_BYTES = 100_000_000;

const directory = temporaryDirectory(__dirname);
let program: string;
let api: Api;

beforeAll(async () => {
  program = await buildProgram(__dirname, [join(__dirname, 'program/flood.ts')], directory);
  api = await startApi(() => 'never');
});

afterAll(() => api.stop());

test(`${SIGNALS} signals to an API that hangs: a bounded number waits, and the others are given up at once and counted`, async () => {
  const env = { ...process.env, ...keletAt(api.url) };
  // How much of its garbage a process keeps depends on the machine; what it cannot do without does not.
  const args = [
    '--expose-gc',
    `--max-old-space-size=${MOST_BYTES / 1e6}`,
    join(program, 'program/flood.js'),
    String(SIGNALS),
  ];
  const { stdout, stderr } = await command(process.execPath, args, directory, env, 100_000);
  const { sent, dropped, settled, heap } = JSON.parse(stdout.slice(stdout.indexOf('{"sent"')));
  const waiting = IN_FLIGHT + QUEUE;
  // One more was sent before.
  expect({ sent, dropped, settled }).toEqual({
    sent: 0,
    dropped: { ...NO_DROPS, queueFull: SIGNALS + 1 - waiting },
    settled: SIGNALS + 1 - waiting,
  });
  expect(api.requests).toHaveLength(IN_FLIGHT);
  expect(heap).toBeLessThan(MOST_BYTES);
  expect(stderr.match(/wait already \(signals\.maxQueue\)/g)).toHaveLength(1);
});
