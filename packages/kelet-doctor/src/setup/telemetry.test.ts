import { slot } from 'kelet-core/internal';
import { checkTelemetry } from './telemetry';

const OTEL_API = Symbol.for('opentelemetry.js.api.1');
const globals = globalThis as unknown as Record<symbol, unknown>;
const spanProcessor = {};
const telemetry = { resource: {}, spanProcessor };
const codes = () => checkTelemetry([]).map(({ code }) => code);

beforeEach(() => {
  slot().telemetry = telemetry;
});

afterAll(() => {
  delete globals[OTEL_API];
});

const provide = (...processors: object[]) => {
  globals[OTEL_API] = { trace: { _registeredSpanProcessors: processors } };
};

test('telemetryLate: the provider of the process has no processor of Kelet', () => {
  provide({});
  expect(codes()).toEqual(['telemetryLate']);
});

test.each<[string, () => void]>([
  ['has it', () => provide({}, spanProcessor)],
  ['shows none', () => (globals[OTEL_API] = { trace: {} })],
  [
    'is not the one that was named',
    () => {
      provide({});
      slot().telemetry = { ...telemetry, options: { tracerProvider: {} } };
    },
  ],
  [
    'is beside a tracer of Kelet',
    () => {
      provide({});
      slot().telemetry = { ...telemetry, tracer: {} } as never;
    },
  ],
])('nothing is wrong where it %s', (_, given) => {
  given();
  expect(codes()).toEqual([]);
});
