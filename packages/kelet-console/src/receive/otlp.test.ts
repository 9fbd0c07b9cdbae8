import { spansFromJson } from './otlp';
import { spansFromProtobuf } from './otlp-protobuf';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';

// Two spans, as the serializer of OpenTelemetry 0.223.1 for JavaScript writes them.
const PROTOBUF = Buffer.from(
  'CtMCCiAKHAoMc2VydmljZS5uYW1lEgwKCmRvY3MtYWdlbnQQABKuAgoOCgVhZ2VudBIFMS4wLjASbQoQCvdlGRbNQ92ESOshHIAxnBIIt61rcWkg' +
    'MzEqBnBhcmVudDABORXNhT3+nJcXQQXKxHH+nJcXSiMKFmdlbl9haS5jb252ZXJzYXRpb24uaWQSCQoHY29udi00MlAAYABwAHoCGACFAQEBAAAS' +
    'rAEKEAr3ZRkWzUPdhEjrIRyAMZwSCADwZ6oLqQK3Igi3rWtxaSAzMSoFY2hpbGQwATkVzYU9/pyXF0EFysRx/pyXF0oQCgR0ZXh0EggKBnNjaMO2' +
    'bkoUCgVjb3VudBILGP3//////////wFKEgoFc2hhcmUSCSEAAAAAAADgP0oICgJvbhICEABKEwoEbGlzdBILKgkKAwoBYQoCGAFQAGAAcAB6AhgA' +
    'hQEBAQAA',
  'base64',
);

const times = { startTimeUnixNano: 1700000000123456789n, endTimeUnixNano: 1700000001000000005n };
const common = { traceId: TRACE, ...times, resource: { 'service.name': 'docs-agent' } };
const SPANS = [
  { ...common, spanId: PARENT, name: 'parent', attributes: { 'gen_ai.conversation.id': 'conv-42' } },
  {
    ...common,
    spanId: '00f067aa0ba902b7',
    parentSpanId: PARENT,
    name: 'child',
    attributes: { text: 'schön', count: -3, share: 0.5, on: false, list: ['a', 1] },
  },
];

const attribute = (key: string, value: object) => ({ key, value });
const asJson = (value: unknown) => Buffer.from(JSON.stringify(value));
const withSpan = (span: object) => asJson({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
const least = { traceId: TRACE, spanId: PARENT };

test('spans in protobuf are read, to the nanosecond', () => {
  expect(spansFromProtobuf(PROTOBUF)).toStrictEqual(SPANS.map((span) => ({ ...span, kind: 1, scope: 'agent' })));
});

test('spans in JSON are read, to the nanosecond', () => {
  const nanos = { startTimeUnixNano: `${times.startTimeUnixNano}`, endTimeUnixNano: `${times.endTimeUnixNano}` };
  const body = asJson({
    resourceSpans: [
      {
        resource: { attributes: [attribute('service.name', { stringValue: 'docs-agent' })] },
        scopeSpans: [
          {
            spans: [
              {
                ...least,
                ...nanos,
                name: 'parent',
                attributes: [attribute('gen_ai.conversation.id', { stringValue: 'conv-42' })],
              },
              {
                traceId: TRACE.toUpperCase(),
                spanId: '00F067AA0BA902B7',
                parentSpanId: PARENT.toUpperCase(),
                ...nanos,
                name: 'child',
                attributes: [
                  attribute('text', { stringValue: 'schön' }),
                  attribute('count', { intValue: '-3' }),
                  attribute('share', { doubleValue: 0.5 }),
                  attribute('on', { boolValue: false }),
                  attribute('list', { arrayValue: { values: [{ stringValue: 'a' }, { intValue: 1 }] } }),
                ],
              },
            ],
          },
        ],
      },
    ],
  });
  expect(spansFromJson(body)).toStrictEqual(SPANS);
});

test('a span that says no more than its ids has defaults for the rest', () => {
  expect(spansFromJson(withSpan(least))).toStrictEqual([
    { ...least, name: '', startTimeUnixNano: 0n, endTimeUnixNano: 0n, attributes: {}, resource: {} },
  ]);
});

test('an empty parent id is none', () => {
  expect(spansFromJson(withSpan({ ...least, parentSpanId: '' }))[0]).not.toHaveProperty('parentSpanId');
});

test.each([
  ['a nested list', { kvlistValue: { values: [attribute('a', { kvlistValue: {} })] } }, { a: {} }],
  ['an empty array', { arrayValue: {} }, []],
  ['bytes', { bytesValue: 'AAE=' }, 'AAE='],
  ['the empty string', { stringValue: '' }, ''],
  ['zero', { intValue: 0 }, 0],
  ['zero as text', { intValue: '0' }, 0],
  ['nothing', {}, undefined],
])('an attribute can hold %s', (_, value, expected) => {
  const [span] = spansFromJson(withSpan({ ...least, attributes: [attribute('key', value)] }));
  expect(span?.attributes).toStrictEqual({ key: expected });
});

test('spans of several resources keep each its own', () => {
  const one = (name: string) => ({
    resource: { attributes: [attribute('service.name', { stringValue: name })] },
    scopeSpans: [{ spans: [least] }, { spans: [least] }],
  });
  const spans = spansFromJson(asJson({ resourceSpans: [one('a'), one('b')] }));
  expect(spans.map(({ resource }) => resource['service.name'])).toEqual(['a', 'a', 'b', 'b']);
});

test('a request without spans is empty', () => {
  expect(spansFromProtobuf(Buffer.alloc(0))).toEqual([]);
  for (const body of [{}, { resourceSpans: [] }, { resourceSpans: [{}] }, { resourceSpans: [{ scopeSpans: [{}] }] }]) {
    expect(spansFromJson(asJson(body))).toEqual([]);
  }
});

test.each(['', 'text', 'null', '{"resourceSpans":1}', '{"resourceSpans":[{"scopeSpans":[{"spans":[{}]}]}]}'])(
  'what is not OTLP as JSON throws: %s',
  (text) => {
    expect(() => spansFromJson(Buffer.from(text))).toThrow();
  },
);

test('what is not protobuf throws', () => {
  expect(() => spansFromProtobuf(Buffer.from('{"resourceSpans":[]}'))).toThrow();
  expect(() => spansFromProtobuf(PROTOBUF.subarray(0, 40))).toThrow();
});

test('status, events and links are read where there are any, in both forms', () => {
  const link = { traceId: TRACE, spanId: '00f067aa0ba902b7' };
  const event = {
    name: 'found',
    timeUnixNano: '1700000000123456789',
    attributes: [attribute('by', { stringValue: 'x' })],
  };
  const body = withSpan({ ...least, status: { code: 2, message: 'no' }, events: [event], links: [link] });
  expect(spansFromJson(body)[0]).toMatchObject({
    status: { code: 'error', message: 'no' },
    events: [{ name: 'found', timeUnixNano: 1700000000123456789n, attributes: { by: 'x' } }],
    links: [link],
  });
  expect(spansFromJson(withSpan({ ...least, status: { code: 1 } }))[0]?.status).toEqual({ code: 'ok' });
  for (const name of ['status', 'events', 'links']) {
    expect(spansFromJson(withSpan({ ...least, status: { code: 0 }, events: [], links: [] }))[0]).not.toHaveProperty(
      name,
    );
  }
});

test.each(['-1', '0x10', '1.5', '', ' 1', '9'.repeat(21), String(2n ** 64n), true, -5, 1.5, '1'.repeat(1_000_000)])(
  'a time of %p is none',
  (time) => {
    expect(() => spansFromJson(withSpan({ ...least, endTimeUnixNano: time }))).toThrow(
      'a span has a time that is none',
    );
  },
);

test('null stands for what is not set, and zeros for no parent', () => {
  const unset = { attributes: null, events: null, links: null, status: null, name: null, startTimeUnixNano: null };
  const [span] = spansFromJson(withSpan({ ...least, ...unset, parentSpanId: '0'.repeat(16) }));
  expect(span).toStrictEqual(spansFromJson(withSpan(least))[0]);
  expect(spansFromJson(asJson({ resourceSpans: null }))).toEqual([]);
});

test('a status may be a word', () => {
  expect(spansFromJson(withSpan({ ...least, status: { code: 'STATUS_CODE_ERROR' } }))[0]?.status).toEqual({
    code: 'error',
  });
});

test('a request of too many parts is refused before it takes all memory, in both forms', () => {
  const many = { ...least, events: Array.from({ length: 1_000_001 }, () => ({})) };
  expect(() => spansFromJson(withSpan(many))).toThrow('the request has more than 1000000 parts');
  const field = (tag: number, content: Buffer) => {
    const length = Buffer.alloc(5);
    let [rest, at] = [content.length, 0];
    for (; rest > 127; rest >>>= 7) length[at++] = (rest & 127) | 128;
    length[at++] = rest;
    return Buffer.concat([Buffer.from([tag]), length.subarray(0, at), content]);
  };
  const events = Buffer.alloc(2 * 1_000_001);
  for (let index = 0; index < events.length; index += 2) events[index] = 0x5a;
  const body = field(0x0a, field(0x12, field(0x12, events)));
  expect(() => spansFromProtobuf(body)).toThrow('the request has more than 1000000 parts');
});
