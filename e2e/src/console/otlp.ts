import { randomBytes } from 'node:crypto';

/** A span in OTLP's JSON; `session` is absent for a span that carries none. */
export interface SpanOptions {
  readonly session?: string;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly parentSpanId?: string;
  readonly name?: string;
  /** Milliseconds since 1970. */
  readonly start?: number;
  readonly end?: number;
}

export const newId = (bytes: number): string => randomBytes(bytes).toString('hex');

/** The body of a request with these spans. */
export function otlp(...spans: readonly SpanOptions[]): string {
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'test' } }] },
        scopeSpans: [{ scope: { name: 'test' }, spans: spans.map(spanOf) }],
      },
    ],
  });
}

function spanOf({
  session,
  traceId = newId(16),
  spanId = newId(8),
  parentSpanId,
  name = 'work',
  ...times
}: SpanOptions) {
  const { start = Date.now(), end = start + 5 } = times;
  return {
    traceId,
    spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    name,
    startTimeUnixNano: `${start}000000`,
    endTimeUnixNano: `${end}000000`,
    attributes: session === undefined ? [] : [{ key: 'gen_ai.conversation.id', value: { stringValue: session } }],
  };
}

/** Sends a body to a console, and gives the status of its answer. */
export async function send(url: string, body: string): Promise<number> {
  const response = await fetch(`${url}/v1/traces`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  });
  await response.arrayBuffer();
  return response.status;
}
