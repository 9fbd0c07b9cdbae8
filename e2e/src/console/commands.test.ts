import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONSOLE, type ConsoleProcess, consoleCommand, startConsoleProcess } from '../support/console';
import { command } from '../support/pack';
import { temporaryDirectory } from '../support/temporary';
import { newId, otlp, send } from './otlp';

const directory = temporaryDirectory();
const traceId = newId(16);
const spanId = newId(8);
let running: ConsoleProcess;

beforeAll(async () => {
  running = await startConsoleProcess();
  await send(running.url, otlp({ session: 'conv-42', traceId, spanId, name: 'RunActivity:reply' }));
  await fetch(`${running.url}/api/projects/shop/signal`, {
    method: 'POST',
    headers: { authorization: 'Bearer very-secret', 'content-type': 'application/json' },
    body: JSON.stringify({ session_id: 'conv-42', kind: 'feedback', source: 'human', score: 1 }),
  });
});

afterAll(() => running.stop());

const ask = (...args: string[]) => consoleCommand(...args, '--url', running.url);
const json = async (...args: string[]) => JSON.parse(await ask(...args, '--json'));

test('the first lines say what to set', () => {
  expect(running.output()).toContain(
    `  export KELET_API_URL=${running.url}\n  export KELET_API_KEY=local\n  export KELET_PROJECT=my-agent\n`,
  );
});

test('sessions, for people and for programs', async () => {
  expect(await json('sessions')).toMatchObject([
    {
      sessionId: 'conv-42',
      userId: null,
      project: 'shop',
      spans: 1,
      signals: 1,
      errors: 0,
      running: false,
      verdict: 1,
    },
  ]);
  expect(await ask('sessions')).toMatch(/^session +user +project .*\nconv-42 +– +shop /);
});

test('one session', async () => {
  expect(await json('session', 'conv-42')).toMatchObject({
    sessionId: 'conv-42',
    tree: [{ spanId }],
    votes: [{ score: 1 }],
  });
  expect(await ask('session', 'conv-42')).toContain(`RunActivity:reply · 5.0 ms · ${traceId}/${spanId}`);
});

test('signals', async () => {
  expect(await json('signals')).toMatchObject([{ sessionId: 'conv-42', project: 'shop', kind: 'feedback', score: 1 }]);
  expect(await ask('signals')).toContain('conv-42');
});

test('the doctor', async () => {
  expect(await json('doctor')).toEqual([]);
  expect(await ask('doctor')).toBe('The doctor has found nothing wrong.\n');
});

test('the doctor says what it has found, and its exit code is 1', async () => {
  const broken = await startConsoleProcess();
  const parent = { traceId: newId(16), spanId: newId(8) };
  const lost = { traceId: parent.traceId, parentSpanId: parent.spanId, name: 'RunActivity:lost' };
  await send(broken.url, otlp({ session: 'conv', ...parent, name: 'RunWorkflow:chat' }, lost));
  const doctor = command(process.execPath, [CONSOLE, 'doctor', '--url', broken.url], directory);
  await expect(doctor).rejects.toThrow(/✗ .* {2}\[spansWithoutSession\]\n {4}at .*RunActivity:lost/s);
  await broken.stop();
  await expect(consoleCommand('doctor', '--url', broken.url)).rejects.toThrow('No console answers');
});

test('a session goes from one console to another', async () => {
  const exported = await ask('export', 'conv-42');
  const file = join(directory, 'session.json');
  const db = join(directory, 'other.db');
  writeFileSync(file, exported);
  expect(await consoleCommand('import', file, '--db', db)).toBe('Read 1 span and 1 signal.\n');
  const session = JSON.parse(await consoleCommand('session', 'conv-42', '--db', db, '--json'));
  expect(session).toMatchObject({ spans: 1, signals: 1, tree: [{ traceId, spanId, name: 'RunActivity:reply' }] });
});

test('the key that came with a signal is nowhere', async () => {
  for (const command of [['sessions'], ['session', 'conv-42'], ['signals']]) {
    expect(JSON.stringify(await json(...command))).not.toContain('very-secret');
  }
  expect(await ask('export', 'conv-42')).not.toContain('very-secret');
});

test.each<[string[], string]>([
  [['sessions', '--url', 'http://127.0.0.1:9'], 'No console answers at http://127.0.0.1:9'],
  [['session', 'none', '--url', 'URL'], "There is no session 'none'."],
  [['sessions', '--url', 'URL', '--db', 'x.db'], '--url and --db are two places: give one.'],
  [['import', '/nowhere.json', '--url', 'URL'], '/nowhere.json cannot be read: ENOENT'],
  [['doctor', '--workflow-id', 'w'], 'The doctor of a history needs --temporal HOST:PORT and --workflow-id ID.'],
  [['--port', 'x'], "--port is a whole number from 0 to 65535, and not 'x'."],
])('%j says what is wrong', async (args, message) => {
  const given = args.map((arg) => (arg === 'URL' ? running.url : arg));
  await expect(command(process.execPath, [CONSOLE, ...given], directory)).rejects.toThrow(message);
});

test('a port that is in use is told', async () => {
  const { port } = new URL(running.url);
  await expect(command(process.execPath, [CONSOLE, '--port', port], directory)).rejects.toThrow(
    `The port ${port} is in use: stop what listens there, or give another with --port.`,
  );
});
