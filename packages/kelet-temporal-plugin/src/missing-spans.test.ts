import { slot } from 'kelet-core/internal';
import { warnOfMissingSpans } from './missing-spans';

const OTEL_API = Symbol.for('opentelemetry.js.api.1');
const globals = globalThis as unknown as Record<symbol, unknown>;
const telemetry = { resource: { attributes: {} }, spanProcessor: {} as never };
const traced = { plugins: [{ name: 'OpenTelemetryPlugin' }] };
let warnings: string[];

beforeEach(() => {
  warnings = [];
  slot().warned.clear();
  slot().warn = (message) => warnings.push(message);
  delete globals[OTEL_API];
});

afterAll(() => {
  delete globals[OTEL_API];
});

test('nothing is said to a user who has said that there are to be none', () => {
  warnOfMissingSpans({}, { includeOtelPlugin: false }, undefined);
  warnOfMissingSpans({}, { includeOtelPlugin: false }, telemetry);
  expect(warnings).toEqual([]);
});

test('nothing is said where OpenTelemetry is registered beside', () => {
  warnOfMissingSpans(traced, { includeOtelPlugin: false }, undefined);
  warnOfMissingSpans(traced, {}, telemetry);
  expect(warnings).toEqual([]);
});

test('nothing is said where the plugin brings a provider', () => {
  warnOfMissingSpans({}, {}, telemetry);
  expect(warnings).toEqual([]);
});

test('a process without a tracer provider is told once that spans of the host are missing', () => {
  warnOfMissingSpans({}, { includeTracerProvider: false }, telemetry);
  warnOfMissingSpans({}, { includeTracerProvider: false }, telemetry);
  expect(warnings).toEqual([expect.stringContaining('client calls and activities are missing')]);
});

test('a worker that is refused for want of telemetry is told nothing beside', () => {
  warnOfMissingSpans({}, {}, undefined);
  expect(warnings).toEqual([]);
});

test('one with a tracer, its own or the global one, is told nothing', () => {
  const left = { includeTracerProvider: false };
  warnOfMissingSpans({}, left, { ...telemetry, tracer: {} });
  globals[OTEL_API] = { trace: {} };
  warnOfMissingSpans({}, left, telemetry);
  expect(warnings).toEqual([]);
});
