import { randomUUID } from 'node:crypto';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { Client, Connection, type TLSConfig } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { agenticSession, configure } from 'kelet';
import { KeletPlugin } from 'kelet-temporal-plugin';
import * as activities from './activities';
import { type Api, startApi } from './support/api';
import { type Certificates, makeCertificates } from './support/certificates';
import { API_KEY } from './support/secret';
import { temporalAddress } from './support/server';
import { temporaryDirectory } from './support/temporary';
import { installLogger } from './support/worker';
import * as workflows from './workflows/elsewhere';

const directory = temporaryDirectory();
let api: Api;
let certificates: Certificates;
const servers: Server[] = [];
const sockets = new Set<Socket>();

beforeAll(async () => {
  installLogger();
  api = await startApi();
  configure({ apiKey: API_KEY, project: 'e2e', apiUrl: api.url });
  certificates = makeCertificates(directory);
});

afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
  await api.stop();
});

/** The server of the tests behind TLS, as a load balancer puts it; gives its address. */
async function startTls(asksForCertificate: boolean): Promise<string> {
  const { ca, server: own } = certificates;
  const options = { ca, key: own.key, cert: own.crt, requestCert: asksForCertificate, ALPNProtocols: ['h2'] };
  const [host, port] = temporalAddress().split(/:(?=\d+$)/) as [string, string];
  const server = createServer(options, (incoming) => {
    const outgoing = connect(Number(port), host);
    for (const socket of [incoming, outgoing]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.once('close', () => sockets.delete(socket));
    }
    incoming.pipe(outgoing).pipe(incoming);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `localhost:${(server.address() as AddressInfo).port}`;
}

async function run(address: string, tls: TLSConfig): Promise<unknown> {
  const plugins = [new KeletPlugin({ includeOtelPlugin: false })];
  const taskQueue = `e2e-${randomUUID()}`;
  const workflowsPath = require.resolve('./workflows/elsewhere');
  const native = await NativeConnection.connect({ address, tls, plugins: plugins as never });
  const connection = await Connection.connect({ address, tls, plugins: plugins as never });
  try {
    const worker = await Worker.create({ connection: native, workflowsPath, activities, taskQueue });
    const client = new Client({ connection });
    const look = () => client.workflow.execute(workflows.look, { workflowId: randomUUID(), taskQueue });
    return await worker.runUntil(agenticSession({ sessionId: 'conv-42' }, look));
  } finally {
    await connection.close();
    await native.close();
  }
}

test.each([
  ['TLS', false],
  ['mTLS', true],
])('a session travels, and its signal arrives, over a connection with %s that has the plugin', async (_, mutual) => {
  const { ca, client } = certificates;
  const tls = { serverRootCACertificate: ca, ...(mutual && { clientCertPair: client }) };
  const before = api.requests.length;
  expect(await run(await startTls(mutual), tls)).toEqual({ workflow: 'conv-42', activity: 'conv-42' });
  expect(api.requests.slice(before).map(({ body }) => body.session_id)).toEqual(['conv-42']);
});

test('the server of these tests does ask: without a certificate of the client there is no connection', async () => {
  await expect(run(await startTls(true), { serverRootCACertificate: certificates.ca })).rejects.toThrow();
});
