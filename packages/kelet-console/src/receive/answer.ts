import type { IncomingMessage } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { answerTo } from './refusal';

/** What Hono hands on of Node's own objects. */
export type Env = { Bindings: HttpBindings };

/** The answer to a request that failed. */
export function refuse(c: Context, error: unknown): Response {
  const { status, message } = answerTo(error);
  return c.json({ error: message }, status as 400);
}

/** The media type of a request, without its parameters, in lower case. */
export function mediaType({ headers }: IncomingMessage): string | undefined {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase();
}
