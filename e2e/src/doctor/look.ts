import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startConsole } from 'kelet-console';
import { diagnose, type Finding } from 'kelet-doctor';
import { command } from '../support/pack';
import { buildProgram } from '../support/program';
import { keep } from '../support/receiver';
import { keletAt } from '../support/secret';
import { temporalAddress } from '../support/server';
import { temporaryDirectory } from '../support/temporary';
import type { Row } from './rows';

/** Answers every request with these statuses, in the place of the API. */
async function startRefusing({ traces = 200, signals = 200 }: NonNullable<Row['answers']>) {
  const server = createServer((request, response) => {
    request.resume();
    request.once('end', () => response.writeHead(request.url === '/api/traces' ? traces : signals).end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

const codesOf = (findings: readonly Finding[]) => findings.map(({ code }) => code);

/** What the doctor finds after the program has done what a row says, and what the console to which it sent shows. */
export async function look({ name, answers }: Row, program: string) {
  const console = await startConsole({ port: 0 });
  const refusing = answers && (await startRefusing(answers));
  try {
    const { stdout } = await command(process.execPath, [join(program, 'main.js'), temporalAddress(), name], program, {
      ...process.env,
      ...keletAt(refusing?.url ?? console.url),
    });
    const { setup, history } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, Finding[]>;
    const received = console.received();
    keep(received);
    const shown = (await (await fetch(`${console.url}/api/console/doctor`)).json()) as { findings: Finding[] };
    return {
      setup: codesOf(setup ?? []),
      history: codesOf(history ?? []),
      arrived: codesOf(diagnose({ ...received, now: Number.POSITIVE_INFINITY })),
      shown: codesOf(shown.findings),
    };
  } finally {
    refusing?.close();
    await console.close();
  }
}

/** One test for each of `rows`, to be called at the top of a test file. Two of them run at a time. */
export function testEach(rows: readonly Row[]): void {
  const build = temporaryDirectory(__dirname);
  const looked = new Map<string, Promise<Awaited<ReturnType<typeof look>>>>();

  beforeAll(async () => {
    const program = await buildProgram(join(__dirname, 'program'), [join(__dirname, 'program')], build);
    let [free, behind]: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];
    for (const row of rows) {
      const before = free;
      const found = Promise.resolve(before).then(() => look(row, program));
      looked.set(row.name, found);
      // The next row waits for the one before this one.
      [free, behind] = [behind ?? Promise.resolve(), found.catch(() => {})];
    }
  }, 120_000);

  test.each(rows)('$name', async ({ name, setup = [], arrived = [], shown = arrived, history = [] }) => {
    expect(await looked.get(name)).toEqual({ setup, arrived, shown, history });
  });
}
