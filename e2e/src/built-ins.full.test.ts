import { OpenTelemetryPlugin } from '@temporalio/interceptors-opentelemetry';
import type { WorkerOptions } from '@temporalio/worker';
import { setupTelemetry } from 'kelet-opentelemetry';
import { KeletPlugin } from 'kelet-temporal-plugin';
import { builtInsWorkers } from './support/built-ins';
import { missedByAny, type Replacing } from './support/replaced';

const start = builtInsWorkers();

jest.setTimeout(300_000);

type Row = [string, Omit<Replacing, 'name'> & { readonly of?: string[] }, Partial<WorkerOptions>];

const plugin = () => new KeletPlugin({ includeOtelPlugin: false, autoSession: true });

test.each<Row>([
  ['before it is loaded', { how: 'bare', when: 'at-load' }, {}],
  ['by nothing', { how: 'gone', when: 'in-run' }, {}],
  ['without a cache', { how: 'lacking', when: 'in-run', of: ['Array'] }, { maxCachedWorkflows: 0 }],
  ['in a context of its own', { how: 'bare', when: 'in-run' }, { reuseV8Context: false }],
  ['by one without statics, in a context of its own', { how: 'stripped', when: 'in-run' }, { reuseV8Context: false }],
  ['by one without statics, before it is loaded', { how: 'stripped', when: 'at-load' }, { reuseV8Context: false }],
])('workflow code that replaces a built-in %s has with Kelet all that it has without', async (_, how, options) => {
  const workers = await start({ ...options, plugins: [plugin()] }, options);
  expect(await missedByAny(workers, { ...how, alone: options.reuseV8Context === false })).toEqual([]);
});

test('and so it has beside OpenTelemetry', async () => {
  const telemetry = setupTelemetry({ serviceName: 'e2e' });
  const otel = new OpenTelemetryPlugin(telemetry as never);
  const workers = await start({ plugins: [new KeletPlugin({ otelPluginOptions: telemetry })] }, { plugins: [otel] });
  expect(await missedByAny(workers, { how: 'bare', when: 'in-run' })).toEqual([]);
});

test('and so it has where only one static is missing', async () => {
  const options = { reuseV8Context: false };
  const workers = await start({ ...options, plugins: [plugin()] }, options);
  const of = ['Date', 'Math', 'Object', 'Promise', 'Reflect', 'String', 'Symbol'];
  expect(await missedByAny(workers, { how: 'lacking', when: 'in-run', alone: true, of })).toEqual([]);
});
