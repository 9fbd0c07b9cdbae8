import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Refusal } from './refusal';

/** Of one request, as it is sent and once it is unzipped. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;

const unzip = promisify(gunzip);

/**
 * The body of a request, unzipped.
 *
 * @throws Refusal 413 where it is too large, 415 where its encoding is unknown, 400 where it is not what it says
 */
export async function readBody(request: IncomingMessage, maxBytes = MAX_BODY_BYTES): Promise<Buffer> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw new Refusal(415, `a body comes plain or as gzip, and not as ${encoding}`);
  }
  const body = await received(request, maxBytes);
  if (encoding === 'identity') return body;
  try {
    return await unzip(body, { maxOutputLength: maxBytes });
  } catch (error) {
    throw (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE'
      ? tooLarge(maxBytes)
      : new Refusal(400, 'the body is not gzip');
  }
}

/** What is over the limit is thrown away as it comes in: cutting the connection would cut the answer off, too. */
function received(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) return chunks.push(chunk);
      chunks = [];
      return reject(tooLarge(maxBytes));
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    // A sender that goes away in the middle ends its request by this event alone.
    request.once('close', () => reject(new Refusal(400, 'the body was cut off')));
    request.once('error', reject);
  });
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal(413, `the body has more than ${maxBytes} bytes`);
}
