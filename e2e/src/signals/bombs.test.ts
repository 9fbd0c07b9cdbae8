import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { SignalCounts } from 'kelet';
import { command } from '../support/pack';
import { buildProgram } from '../support/program';
import { keletAt } from '../support/secret';
import { temporaryDirectory } from '../support/temporary';

const SIGNALS = 12;
/** Of which gzip makes less than 64 KiB, as a short answer is. */
const INFLATED_BYTES = 60_000_000;
const PIECE = Buffer.alloc(1 << 20, ' ');

const zeros = Buffer.alloc(INFLATED_BYTES);
/** What an API could answer that is no answer: little to send, and much to take. */
const ANSWERS: Record<string, (response: ServerResponse) => void> = {
  'gzip that inflates to 60 MB': compressed('gzip', gzipSync(zeros)),
  'brotli that inflates to 60 MB': compressed('br', brotliCompressSync(zeros)),
  'a plain text of 60 MB, with its length': (response) => {
    response.setHeader('content-length', INFLATED_BYTES);
    pour(response);
  },
  'a plain text of 60 MB, in pieces': pour,
};

const directory = temporaryDirectory(__dirname);
let program: string;
let url: string;
let answer: (response: ServerResponse) => void;
let requests: number;

const server = createServer((request, response) => {
  request.resume().once('end', () => {
    // The first signal is for what fetch() itself takes.
    if (requests++ === 0) response.end('{}');
    else answer(response);
  });
});

beforeAll(async () => {
  program = await buildProgram(__dirname, [join(__dirname, 'program/bombs.ts')], directory);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
});

function compressed(encoding: string, body: Buffer) {
  const headers = { 'content-encoding': encoding, 'content-length': body.length };
  return (response: ServerResponse) => void response.writeHead(200, headers).end(body);
}

function pour(response: ServerResponse): void {
  let left = INFLATED_BYTES;
  const more = () => {
    while (left > 0 && !response.destroyed) {
      left -= PIECE.length;
      if (!response.write(PIECE.subarray(0, Math.min(PIECE.length, left + PIECE.length)))) return;
    }
    response.end();
  };
  response.on('drain', more).on('error', () => {});
  more();
}

test.each(Object.keys(ANSWERS))('an answer that is %s is cut off, and the signal counts as sent', async (name) => {
  [answer, requests] = [ANSWERS[name] as (response: ServerResponse) => void, 0];
  const env = { ...process.env, ...keletAt(url) };
  const { stdout } = await command(
    process.execPath,
    [join(program, 'program/bombs.js'), String(SIGNALS)],
    directory,
    env,
  );
  const result: { counts: SignalCounts; tookMs: number; rss: number } = JSON.parse(stdout);
  expect(result.counts.sent).toBe(SIGNALS + 1);
  expect(result.rss).toBeLessThan(50_000_000);
  expect(result.tookMs).toBeLessThan(2_000);
});
