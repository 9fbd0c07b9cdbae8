import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildProgram } from '../support/program';
import { keletAt } from '../support/secret';
import { temporalAddress } from '../support/server';
import { temporaryDirectory } from '../support/temporary';

const directory = temporaryDirectory(__dirname);
let program: string;
let api: Server;
let requests: number;

beforeAll(async () => {
  program = await buildProgram(__dirname, [join(__dirname, 'program')], directory);
});

afterEach(() => {
  api.closeAllConnections();
  api.close();
});

type Answer = 'hangs' | 'is slow' | 'resets' | 'refuses';

/** An API that answers in its own way, or a port where nothing listens. */
async function startApi(answer: Answer): Promise<string> {
  requests = 0;
  api = createServer((request, response) => {
    requests++;
    if (answer === 'resets') request.socket.resetAndDestroy();
    else if (answer === 'is slow') setTimeout(() => response.writeHead(200).end(), 3_000);
  });
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  const { port } = api.address() as AddressInfo;
  if (answer === 'refuses') await new Promise((resolve) => api.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** How long the worker took to stop and the process to end after that, in milliseconds, and what it warned of. */
async function stop(answer: Answer, signal?: NodeJS.Signals) {
  const env = keletAt(await startApi(answer));
  const child = spawn(process.execPath, [join(program, 'program/worker.js'), temporalAddress()], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const times: Record<string, number> = {};
  let warnings = '';
  child.stderr.on('data', (chunk) => {
    warnings += chunk;
  });
  for await (const line of createInterface(child.stdout)) {
    times[line] = performance.now();
    if (line === 'worked' && signal !== undefined) child.kill(signal);
  }
  const [code] = await ended;
  const { worked = Number.NaN, stopped = Number.NaN } = times;
  return { code, stopping: stopped - worked, ending: performance.now() - stopped, warnings };
}

const LIMIT_MS = 11_000;
// For a machine that is busy: at once, and not at the end of some time-out.
const AT_ONCE_MS = 2_000;

test.each<Answer>(['hangs', 'resets', 'refuses'])(
  'an API that %s: the worker stops within its limit, with a warning, and the process ends at once',
  async (answer) => {
    const { code, stopping, ending, warnings } = await stop(answer);
    console.info(`${answer}: stopped in ${Math.round(stopping)} ms, ended ${Math.round(ending)} ms later`);
    expect(code).toBe(0);
    expect(stopping).toBeLessThan(LIMIT_MS);
    expect(ending).toBeLessThan(AT_ONCE_MS);
    expect(warnings).toMatch(/Spans or signals (were not flushed within|could not be flushed)|Spans were lost/);
  },
);

test('an API that is slow gets the spans, and nothing is warned of', async () => {
  const { code, stopping, ending, warnings } = await stop('is slow');
  expect([code, warnings, requests]).toEqual([0, '', 1]);
  expect(stopping).toBeGreaterThan(2_500);
  expect(stopping).toBeLessThan(LIMIT_MS);
  expect(ending).toBeLessThan(AT_ONCE_MS);
});

test('SIGTERM while spans are flushed: the process ends in the same time', async () => {
  const { stopping, ending } = await stop('hangs', 'SIGTERM');
  expect(stopping).toBeLessThan(LIMIT_MS);
  expect(ending).toBeLessThan(AT_ONCE_MS);
});
