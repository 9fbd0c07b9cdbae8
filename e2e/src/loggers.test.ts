import { Writable } from 'node:stream';
import { trace } from '@opentelemetry/api';
import { agenticSession, configure } from 'kelet';
import { sessionLogFields } from 'kelet/logging';
import { setupTelemetry } from 'kelet/opentelemetry';
import { pino } from 'pino';
import winston from 'winston';

const session = { sessionId: 'conv-42', userId: 'user-7', metadata: { plan: 'pro', seats: 3 } };
const traced = { trace_id: expect.stringMatching(/^[0-9a-f]{32}$/), span_id: expect.stringMatching(/^[0-9a-f]{16}$/) };

/** A stream of lines of JSON, and the lines. */
function lines() {
  const written: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      written.push(JSON.parse(String(chunk)));
      done();
    },
  });
  return { stream, written };
}

type Fields = Parameters<typeof sessionLogFields>[0];

const LOGGERS: [string, (stream: Writable, fields?: Fields) => { info(message: string): unknown }][] = [
  ['pino', (stream, fields) => pino({ mixin: () => sessionLogFields(fields) }, stream)],
  [
    'winston',
    (stream, fields) => {
      const withSession = winston.format((info) => Object.assign(info, sessionLogFields(fields)));
      const format = winston.format.combine(withSession(), winston.format.json());
      return winston.createLogger({ format, transports: [new winston.transports.Stream({ stream })] });
    },
  ],
];

/** Of a line in a session, in a session and a span, and in neither. */
function keletOf(make: (typeof LOGGERS)[number][1], fields?: Fields): unknown[] {
  const { stream, written } = lines();
  const logger = make(stream, fields);
  agenticSession(session, () => {
    logger.info('in a session');
    trace.getTracer('test').startActiveSpan('work', (span) => {
      logger.info('in a span');
      span.end();
    });
  });
  logger.info('in none');
  return written.map(({ kelet }) => kelet);
}

beforeAll(() => configure({ apiKey: 'none', project: 'e2e', apiUrl: 'http://127.0.0.1:9' }));

describe.each(LOGGERS)('%s', (_, make) => {
  test('names the session, and the span where there is one', () => {
    const [first, second, third] = keletOf(make);
    expect(first).toEqual({ sessionId: 'conv-42' });
    expect(third).toBeUndefined();
    setupTelemetry({ serviceName: 'e2e', redact });
    expect(second ?? {}).toMatchObject({ sessionId: 'conv-42' });
    expect(keletOf(make)[1]).toEqual({ sessionId: 'conv-42', ...traced });
  });

  test('has the user and metadata as redact gives them, where that is asked for', () => {
    const [all] = keletOf(make, { userId: true, metadata: true });
    expect(all).toEqual({ sessionId: 'conv-42', userId: 'hidden', metadata: { plan: 'pro' } });
    const [some] = keletOf(make, { metadata: ['seats', 'plan'] });
    expect(some).toEqual({ sessionId: 'conv-42', metadata: { plan: 'pro' } });
  });
});

function redact(attributes: Record<string, unknown>): Record<string, unknown> {
  const { 'metadata.seats': _, ...rest } = attributes;
  return { ...rest, 'user.id': 'hidden' };
}
