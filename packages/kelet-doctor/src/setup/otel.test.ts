import type { LoadedPackage } from './loaded';
import { checkOtel } from './otel';
import { workerOptionsPart } from './parts';

class Processor {}
class OpenTelemetryPlugin {
  readonly name = 'OpenTelemetryPlugin';
  constructor(readonly otelOptions: object) {}
}

const sdk = (version: string): LoadedPackage => ({
  name: '@opentelemetry/sdk-trace-base',
  version,
  root: '/sdk',
  exports: [{ Processor }],
});
const temporals = (name: string): LoadedPackage => ({
  name: `@temporalio/${name}`,
  version: '1.23.0',
  root: '/otel',
  exports: [{ OpenTelemetryPlugin }],
});
const V1 = 'interceptors-opentelemetry';

function codes(plugin: string, version: string, spanProcessor: object = new Processor()): string[] {
  const part = workerOptionsPart({ taskQueue: 'ai', plugins: [new OpenTelemetryPlugin({ spanProcessor })] });
  return checkOtel([part], [sdk(version), temporals(plugin)]).map(({ code }) => code);
}

test.each([
  [V1, '2.12.0'],
  [`${V1}-v2`, '1.30.1'],
])('processorOfOtherSdk: %s with a processor of SDK %s', (plugin, version) => {
  expect(codes(plugin, version)).toEqual(['processorOfOtherSdk']);
});

test.each([
  [V1, '1.30.1'],
  [`${V1}-v2`, '2.12.0'],
])('nothing is wrong with %s and a processor of SDK %s', (plugin, version) => {
  expect(codes(plugin, version)).toEqual([]);
});

test('a processor of an unknown maker is none to judge', () => {
  expect(codes(V1, '2.12.0', {})).toEqual([]);
});
