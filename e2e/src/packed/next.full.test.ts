import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformFileSync } from '@swc/core';
import { Client, Connection } from '@temporalio/client';
import type { Receiver } from 'kelet-console';
import { packAll } from '../support/pack';
import { installProject } from '../support/project';
import { startReceiver } from '../support/receiver';
import { keletAt } from '../support/secret';
import { temporalAddress } from '../support/server';
import { temporaryDirectory } from '../support/temporary';
import { arrived, whole } from './bundlers/arrived';
import { nextBuild, nextStart } from './next/server';

// As an ES module, without types: Next installs TypeScript by itself where it sees any.
const COMPILED = { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } } as const;
const DEPENDENCIES = {
  '@temporalio/client': '~1.24.0',
  '@temporalio/common': '~1.24.0',
  '@temporalio/interceptors-opentelemetry': '~1.24.0',
  next: '^16.4.6',
  react: '^19.2.0',
  'react-dom': '^19.2.0',
};
const EXTERNAL = ['kelet', '@temporalio/client', '@temporalio/interceptors-opentelemetry'];
const TURBOPACK: string[] = [];
const WEBPACK = ['--webpack'];

const directory = temporaryDirectory();
const project = join(directory, 'project');
let receiver: Receiver;
let client: Client;

beforeAll(async () => {
  const tarballs = await packAll();
  receiver = await startReceiver();
  client = new Client({ connection: await Connection.connect({ address: temporalAddress() }) });
  await installProject({
    directory: project,
    packageManager: 'npm',
    tarballs,
    own: ['kelet'],
    dependencies: DEPENDENCIES,
  });
  mkdirSync(join(project, 'app/vote'), { recursive: true });
  const { code } = transformFileSync(join(__dirname, 'next/route.ts'), COMPILED);
  writeFileSync(join(project, 'app/vote/route.js'), code);
}, 600_000);

afterAll(async () => {
  await client.connection.close();
  await receiver.close();
});

test.each([
  ['Turbopack', TURBOPACK, {}],
  ['webpack', WEBPACK, {}],
  ['Turbopack, with its packages outside', TURBOPACK, { serverExternalPackages: EXTERNAL }],
  ['webpack, with its packages outside', WEBPACK, { serverExternalPackages: EXTERNAL }],
])(
  'a route handler that Next.js builds with %s works',
  async (_, args, config) => {
    writeFileSync(join(project, 'next.config.mjs'), `export default ${JSON.stringify(config)};\n`);
    const env = {
      ...process.env,
      // Jest's own would make Next build for tests.
      NODE_ENV: 'production' as const,
      NEXT_TELEMETRY_DISABLED: '1',
      // Next makes a span for each `fetch`, that of a signal among them; the README names this way out.
      NEXT_OTEL_FETCH_DISABLED: '1',
      ...keletAt(receiver.url, 'my-agent'),
      TEMPORAL_ADDRESS: temporalAddress(),
    };
    expect(await nextBuild(project, args, env)).not.toMatch(/warn|not found|can't resolve/i);
    const server = await nextStart(project, env);
    try {
      const workflowId = randomUUID();
      const body = JSON.stringify({ workflowId });
      const answer = await fetch(`${server.url}/vote`, { method: 'POST', body });
      expect({ status: answer.status, said: server.said() }).toEqual({ status: 200, said: expect.any(String) });
      expect(await arrived(client, receiver, workflowId)).toEqual(whole(workflowId));
      expect(server.said()).not.toMatch(/kelet|warn|error/i);
    } finally {
      await server.stop();
    }
  },
  300_000,
);
