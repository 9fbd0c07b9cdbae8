import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { command } from './pack';

export interface Certificate {
  readonly key: Buffer;
  readonly cert: Buffer;
}

export interface Endpoint {
  readonly url: string;
  /** In the order in which they came: `POST /path`, and at a proxy `CONNECT host:port`. */
  readonly requests: string[];
  /** The certificates that clients have shown, by the names in them; asked for where the endpoint has one itself. */
  readonly shown: string[];
  close(): void;
}

/** Stands for the API, signals and spans, on an address of this machine, and takes everything. */
export async function startEndpoint(host: string, certificate?: Certificate): Promise<Endpoint> {
  const requests: string[] = [];
  const shown: string[] = [];
  const take: RequestListener = (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const { subject } = (request.socket as Partial<TLSSocket>).getPeerCertificate?.() ?? {};
    if (subject !== undefined) shown.push(String(subject.CN));
    request.resume().once('end', () => response.end());
  };
  // For longer than any test: who was answered is not let go by the other side.
  const options = { keepAliveTimeout: 600_000 };
  const asking = { requestCert: true, rejectUnauthorized: false };
  const server = certificate
    ? createTlsServer({ ...options, ...certificate, ...asking }, take)
    : createServer(options, take);
  return listening(server, host, certificate ? 'https' : 'http', requests, shown);
}

/** A proxy that writes down what it is asked for, and gives it. */
export async function startProxy(): Promise<Endpoint> {
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { 'content-type': type = '', 'content-encoding': encoding } = request.headers;
    const headers = { 'content-type': type, ...(encoding !== undefined && { 'content-encoding': encoding }) };
    const answer = await fetch(String(request.url), { method: 'POST', headers, body: Buffer.concat(chunks) });
    response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
  });
  server.on('connect', (request, socket) => {
    requests.push(`CONNECT ${request.url}`);
    const { hostname, port } = new URL(`http://${request.url}`);
    const upstream = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    for (const end of [socket, upstream]) end.on('error', () => upstream.destroy());
  });
  return listening(server, '127.0.0.1', 'http', requests);
}

/** A certificate for 127.0.0.1 that signs itself, as files `key.pem` and `cert.pem` in `directory`. */
export async function selfSigned(directory: string): Promise<void> {
  const files = ['-keyout', join(directory, 'key.pem'), '-out', join(directory, 'cert.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const subject = ['-subj', '/CN=kelet-test', '-addext', 'subjectAltName=IP:127.0.0.1'];
  await command('openssl', ['req', '-x509', ...kind, ...subject, ...files], directory);
}

async function listening(
  server: Server,
  host: string,
  scheme: string,
  requests: string[],
  shown: string[] = [],
): Promise<Endpoint> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    requests,
    shown,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
