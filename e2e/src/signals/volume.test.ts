import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SignalCounts } from 'kelet';
import { type Api, startApi } from '../support/api';
import { NO_DROPS } from '../support/no-drops';
import { command } from '../support/pack';
import { buildProgram } from '../support/program';
import { keletAt } from '../support/secret';
import { temporaryDirectory } from '../support/temporary';

const SIGNALS = 10_000;
const IN_FLIGHT = 64;
/** What is left in memory of all of them: 1 KiB each would be 10 MB. */
const GROWN_AT_MOST = 2_000_000;

const directory = temporaryDirectory(__dirname);
let program: string;
let api: Api;

beforeAll(async () => {
  program = await buildProgram(__dirname, [join(__dirname, 'program/burst.ts')], directory);
});

beforeEach(async () => {
  api = await startApi();
});

afterEach(() => api.stop());

async function burst(): Promise<{ counts: SignalCounts; grown: number }> {
  const env = { ...process.env, ...keletAt(api.url) };
  const args = ['--expose-gc', join(program, 'program/burst.js'), String(SIGNALS)];
  const { stdout } = await command(process.execPath, args, directory, env);
  return JSON.parse(stdout.slice(stdout.indexOf('{"counts"')));
}

test(`${SIGNALS} signals at once: all arrive, a bounded number is on its way, and no memory stays behind`, async () => {
  const { counts, grown } = await burst();
  expect(counts).toEqual({ sent: SIGNALS, retried: 0, dropped: NO_DROPS });
  expect(new Set(api.requests.map(({ body }) => body.trigger_name)).size).toBe(SIGNALS);
  expect(api.mostAtOnce()).toBeLessThanOrEqual(IN_FLIGHT);
  expect(grown).toBeLessThan(GROWN_AT_MOST);
});

test(`${SIGNALS} signals, and the API away for 20 s in the middle: each one is accounted for`, async () => {
  const sent = burst();
  while (api.requests.length < SIGNALS / 4) await sleep(5);
  await api.stop();
  await sleep(20_000);
  await api.listen();
  const { counts } = await sent;
  const { undelivered } = counts.dropped;
  expect(counts).toEqual({
    sent: SIGNALS - undelivered,
    retried: counts.retried,
    dropped: { ...NO_DROPS, undelivered },
  });
  expect(undelivered).toBeGreaterThan(0);
  // Each one that was given up was tried three times.
  expect(counts.retried).toBeGreaterThanOrEqual(2 * undelivered);
  const arrived = new Set(api.requests.map(({ body }) => body.trigger_name)).size;
  // One whose answer was cut off arrived, and may have been given up all the same.
  expect(arrived).toBeGreaterThanOrEqual(counts.sent);
  expect(arrived).toBeLessThanOrEqual(counts.sent + IN_FLIGHT);
});
