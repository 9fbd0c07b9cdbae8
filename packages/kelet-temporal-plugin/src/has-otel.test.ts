import {
  makeWorkflowExporter,
  OpenTelemetryPlugin,
  OpenTelemetryWorkflowClientInterceptor,
} from '@temporalio/interceptors-opentelemetry';
import { hasOtel, isOtelModule } from './has-otel';
import { workflowSpanSink } from './workflow-spans';

const V1 = '@temporalio/interceptors-opentelemetry';
const V2 = '@temporalio/interceptors-opentelemetry-v2';
const processor = {
  onStart() {},
  onEnd(_span: object) {},
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};
const real = new OpenTelemetryPlugin({ resource: { attributes: {} }, spanProcessor: processor } as never);

/** As a minifier leaves that of Temporal's. */
function minified(e: object, t: { attributes: object }[]): void {
  for (const r of t) {
    Object.assign(r.attributes, e);
    processor.onEnd(r as never);
  }
}

/** As a second copy of the package has it: only its name is the same. */
const SecondCopy = class {};
Object.defineProperty(SecondCopy, 'name', { value: 'OpenTelemetryWorkflowClientInterceptor' });
class Extended extends OpenTelemetryWorkflowClientInterceptor {}
class OtherInterceptor {}
class OtherTracing {
  readonly tracer = {};
  start() {}
}

describe('OpenTelemetry that is there already is found', () => {
  test.each([
    ['options that Temporal’s plugin made for a client', real.configureClient({})],
    ['options that Temporal’s plugin made for a worker', real.configureWorker({} as never)],
    ['options that Temporal’s plugin made for a bundle', real.configureBundler({ workflowsPath: '' })],
    ['the plugin itself', { plugins: [{ name: 'Other' }, real] }],
    ['a plugin of its name', { plugins: [{ name: 'OpenTelemetryPlugin' }] }],
    ['its client interceptor', { interceptors: { workflow: [{}, new OpenTelemetryWorkflowClientInterceptor()] } }],
    ['its client interceptor, of a second copy', { interceptors: { workflow: [new SecondCopy()] } }],
    ['its client interceptor under another name', { interceptors: { workflow: [new Extended()] } }],
    [
      'its client interceptor in the legacy form',
      { interceptors: { workflow: { calls: [() => ({}), () => new OpenTelemetryWorkflowClientInterceptor()] } } },
    ],
    [
      'its sink, registered by hand',
      { sinks: { exporter: makeWorkflowExporter(processor as never, { attributes: {} } as never) } },
    ],
    ['its sink in a minified program', { sinks: { exporter: { export: { fn: minified } } } }],
    ['what KeletPlugin has put in its place', { sinks: workflowSpanSink(() => undefined) }],
    ['its workflow module', { interceptors: { workflowModules: [`/app/node_modules/${V1}/lib/workflow.js`] } }],
    ['its workflow module, v2', { workflowInterceptorModules: [`/app/node_modules/${V2}/lib/workflow.js`] }],
    [
      'its workflow module, on Windows',
      { workflowInterceptorModules: [`C:\\app\\${V2.replace('/', '\\')}\\lib\\w.js`] },
    ],
  ])('in %s', (_, options) => {
    expect(hasOtel(options as never)).toBe(true);
  });
});

describe('OpenTelemetry is not found', () => {
  test.each([
    ['in nothing', {}],
    ['in what is undefined', { plugins: undefined, interceptors: undefined, sinks: undefined }],
    ['in other plugins', { plugins: [{ name: 'Other' }, {}] }],
    ['in other interceptors', { interceptors: { workflow: [new OtherInterceptor(), Object.create(null)] } }],
    ['in an interceptor that traces by itself', { interceptors: { workflow: [new OtherTracing()] } }],
    ['in what is no interceptor', { interceptors: { workflow: [undefined, null, 'tracer', { tracer: 1 }] } }],
    ['in legacy interceptors', { interceptors: { workflow: { calls: [() => ({})] } } }],
    ['in other sinks', { sinks: { logger: {} } }],
    ['in another sink of its name', { sinks: { exporter: { export: { fn: () => {} }, flush: { fn: () => {} } } } }],
    ['in what is no sink', { sinks: { exporter: null } }],
    ['in other modules', { workflowInterceptorModules: ['/app/my-interceptors-opentelemetry/w.js', '/app/otel.js'] }],
  ])('%s', (_, options) => {
    expect(hasOtel(options as never)).toBe(false);
  });
});

test('only a path can be a module of OpenTelemetry', () => {
  const path = `/app/node_modules/${V1}/lib/workflow.js`;
  expect(isOtelModule(path)).toBe(true);
  expect([undefined, 42, {}, '', [path]].map(isOtelModule)).toEqual(Array(5).fill(false));
});
