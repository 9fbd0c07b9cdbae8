import { defaultPayloadConverter } from '@temporalio/common';
import { traceIdOf } from './trace-header';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const carrying = (value: unknown) => ({ '_tracer-data': defaultPayloadConverter.toPayload(value) }) as never;

test('the trace in which an activity was scheduled', () => {
  expect(traceIdOf(carrying({ traceparent: `00-${traceId}-b7ad6b7169203331-01` }))).toBe(traceId);
});

test.each([[null], [{}], ['text'], [{ traceparent: 7 }], [{ traceparent: '00-short-b7ad6b7169203331-01' }]])(
  'there is none in %j',
  (value) => {
    expect(traceIdOf(carrying(value))).toBeUndefined();
  },
);

test('there is none without the header, nor in one that cannot be decoded', () => {
  expect(traceIdOf({})).toBeUndefined();
  expect(traceIdOf({ '_tracer-data': { metadata: {}, data: new Uint8Array([1]) } })).toBeUndefined();
});
