import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { command } from '../support/pack';
import { buildProgram } from '../support/program';
import { keletAt } from '../support/secret';
import { temporaryDirectory } from '../support/temporary';

const SIGNALS = 10_000;
const ROUNDS = 5;
/** Of the rate of a loop that does no more than fetch with keep-alive, at the same concurrency. */
const LEAST_SHARE = 0.8;

const directory = temporaryDirectory(__dirname);

test(`${SIGNALS} signals to this machine`, async () => {
  const program = join(__dirname, 'program');
  const built = await buildProgram(program, [join(program, 'rate.ts')], directory);
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = { ...process.env, ...keletAt(url) };
  const args = [join(built, 'rate.js'), String(SIGNALS), String(ROUNDS)];
  const { stdout } = await command(process.execPath, args, directory, env);
  server.close();
  server.closeAllConnections();
  const pairs = JSON.parse(stdout) as [withKelet: number, bare: number][];
  const shares = pairs.map(([withKelet, bare]) => withKelet / bare).sort((a, b) => a - b);
  const share = shares[Math.floor(ROUNDS / 2)] ?? 0;
  const rates = pairs.map((pair) => pair.map(Math.round).join(' : ')).join(', ');
  console.info(`signals a second, of signal() and of bare fetch: ${rates}; in the middle ${share.toFixed(2)}`);
  expect(share).toBeGreaterThanOrEqual(LEAST_SHARE);
}, 300_000);
