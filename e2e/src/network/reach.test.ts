import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificates } from '../support/certificates';
import { type Endpoint, selfSigned, startEndpoint } from '../support/network';
import { command } from '../support/pack';
import { buildProgram } from '../support/program';
import { keletAt } from '../support/secret';
import { temporaryDirectory } from '../support/temporary';

const directory = temporaryDirectory(__dirname);
const foreign = temporaryDirectory();
// For a machine that is busy: at once, and not when a connection or a timer is at its end.
const AT_ONCE_MS = 2_000;
const ARRIVED = ['POST /api/projects/e2e/signal', 'POST /api/traces'];
let program: string;
let api: Endpoint | undefined;

beforeAll(async () => {
  program = await buildProgram(__dirname, [join(__dirname, 'program')], directory);
  await selfSigned(directory);
});

afterEach(() => api?.close());

const certificate = () => ({
  key: readFileSync(join(directory, 'key.pem')),
  cert: readFileSync(join(directory, 'cert.pem')),
});

async function send(url: string, env: NodeJS.ProcessEnv = {}) {
  const own = keletAt(url);
  const args = [join(program, 'program/send.js')];
  const { stdout, stderr } = await command(process.execPath, args, directory, { ...process.env, ...own, ...env });
  return { counts: JSON.parse(stdout) as object, stderr };
}

test('signals and spans reach an API over IPv6', async () => {
  api = await startEndpoint('::1');
  expect((await send(api.url)).counts).toEqual({ signals: 1, spans: 1 });
  expect([...api.requests].sort()).toEqual(ARRIVED);
});

test('a process that has sent them ends by itself, while the API holds its connections open', async () => {
  api = await startEndpoint('127.0.0.1');
  const own = keletAt(api.url);
  const child = spawn(process.execPath, [join(program, 'program/send.js')], {
    env: { ...process.env, ...own },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 60_000,
  });
  const ended = once(child, 'exit');
  expect(JSON.parse(String(await once(child.stdout, 'data')))).toEqual({ signals: 1, spans: 1 });
  const done = performance.now();
  expect(await ended).toEqual([0, null]);
  expect(performance.now() - done).toBeLessThan(AT_ONCE_MS);
});

test('signals and spans reach an API whose certificate Node was told to trust, whatever other backends have', async () => {
  api = await startEndpoint('127.0.0.1', certificate());
  // Another backend's, of its own authority, with a client's certificate that is for that backend alone.
  makeCertificates(foreign);
  const of = (name: string) => join(foreign, name);
  const env = Object.fromEntries(
    ['OTEL_EXPORTER_OTLP', 'OTEL_EXPORTER_OTLP_TRACES'].flatMap((prefix) => [
      [`${prefix}_CERTIFICATE`, of('ca.crt')],
      [`${prefix}_CLIENT_KEY`, of('client.key')],
      [`${prefix}_CLIENT_CERTIFICATE`, of('client.crt')],
      [`${prefix}_HEADERS`, 'x-other-key=secret'],
      [`${prefix}_COMPRESSION`, 'none'],
      [`${prefix}_TIMEOUT`, '1'],
      [`${prefix}_ENDPOINT`, 'http://127.0.0.1:1'],
    ]),
  );
  const trusting = { NODE_EXTRA_CA_CERTS: join(directory, 'cert.pem') };
  expect((await send(api.url, { ...env, ...trusting })).counts).toEqual({ signals: 1, spans: 1 });
  expect([...api.requests].sort()).toEqual(ARRIVED);
  expect(api.shown).toEqual([]);
});

test('one that it does not trust gets neither, and the code of the cause says why', async () => {
  api = await startEndpoint('127.0.0.1', certificate());
  const { counts, stderr } = await send(api.url);
  expect(counts).toEqual({ signals: 0, spans: 0 });
  expect(api.requests).toEqual([]);
  expect(stderr).toMatch(/A signal was not delivered: .* could not be reached \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
  expect(stderr).toMatch(/Spans were lost .*: DEPTH_ZERO_SELF_SIGNED_CERT\./);
});
