import { Client } from '@temporalio/client';
import { OpenTelemetryPlugin } from '@temporalio/interceptors-opentelemetry';
import { configure } from 'kelet-core';
import { type Slot, slot } from 'kelet-core/internal';
import { createInterceptors } from 'kelet-temporal-interceptors';
import { settingsForBundle } from 'kelet-temporal-interceptors/internal';
import { KeletPlugin } from 'kelet-temporal-plugin';
import { type CheckSetupOptions, checkSetup } from './check-setup';

type Mutable = { -readonly [K in keyof Slot]: Slot[K] };

const globals = globalThis as unknown as Record<string | symbol, unknown>;
const OTEL_API = Symbol.for('opentelemetry.js.api.1');
const telemetry = {
  resource: { attributes: {} },
  spanProcessor: { onStart() {}, onEnd() {}, forceFlush: async () => {}, shutdown: async () => {} },
};
const taskQueue = 'ai';

beforeEach(() => {
  delete globals['__kelet_core_1__'];
  delete globals[OTEL_API];
  slot().warn = () => {};
  configure({ apiKey: 'key', project: 'shop' });
});

const codesOf = async (options: CheckSetupOptions) => (await checkSetup(options)).map(({ code }) => code);
const plugin = (options: object = {}) => new KeletPlugin({ otelPluginOptions: telemetry, ...options });
const client = (...plugins: object[]) => new Client({ plugins: plugins as never });
const options = (...plugins: object[]) => ({
  taskQueue,
  workflowsPath: __filename,
  activities: { reply: async () => {} },
  plugins,
});

/** A worker as Temporal makes it, as far as it is looked at. */
function worker(given: ReturnType<typeof options> & { readonly interceptors?: object }): object {
  let configured: Record<string, unknown> = given;
  for (const one of given.plugins as { configureWorker?(given: object): Record<string, unknown> }[]) {
    configured = one.configureWorker?.(configured) ?? configured;
  }
  const { activities = {}, interceptors } = configured as { activities?: object; interceptors?: object };
  return { options: { ...configured, interceptors, activities: new Map(Object.entries(activities)) } };
}

describe('nothing is wrong with', () => {
  test.each<[string, () => CheckSetupOptions]>([
    ['nothing to look at', () => ({})],
    ['a plugin on both sides', () => ({ client: client(plugin()), worker: worker(options(plugin())) })],
    ['the options of a worker', () => ({ client: client(plugin()), workerOptions: options(plugin()) })],
    [
      'a plugin on the connection of a worker',
      () => ({ workerOptions: { ...options(), connection: { plugins: [plugin()] } } }),
    ],
    ['a client alone', () => ({ client: client(plugin()) })],
    ['a workflow client', () => ({ client: client(plugin()).workflow })],
    ['OpenTelemetry left out', () => ({ client: client(plugin({ includeOtelPlugin: false })) })],
    [
      "somebody's OpenTelemetry before Kelet",
      () => ({ client: client(new OpenTelemetryPlugin(telemetry as never), new KeletPlugin()) }),
    ],
    [
      "somebody's OpenTelemetry after Kelet",
      () => ({ worker: worker(options(plugin(), new OpenTelemetryPlugin(telemetry as never))) }),
    ],
    [
      'raw interceptors',
      () => {
        const parts = createInterceptors();
        const { workflowModules, activities, sinks } = parts;
        return {
          client: { options: { interceptors: parts.client } },
          workerOptions: {
            taskQueue,
            workflowsPath: __filename,
            activities,
            sinks,
            interceptors: { ...parts.worker, workflowModules },
          },
        };
      },
    ],
    [
      'a worker of workflows alone',
      () => ({ worker: worker({ ...options(plugin()), activities: undefined as never }) }),
    ],
    [
      'a bundle of the same settings',
      () => ({
        workerOptions: { ...options(plugin()), workflowsPath: undefined, workflowBundle: { code: bundled({}) } },
      }),
    ],
  ])('%s', async (_, given) => {
    expect(await checkSetup(given())).toEqual([]);
  });

  test('a process that only starts workflows, and has not called configure()', async () => {
    delete (slot() as Mutable).settings;
    expect(await checkSetup({ client: client(plugin({ includeOtelPlugin: false })) })).toEqual([]);
  });
});

const bundled = (settings: object) => `x = 'kelet-settings:${encodeURIComponent(settingsForBundle(settings))};'`;

test.each<[string, () => CheckSetupOptions]>([
  ['pluginMissing', () => ({ client: client(), workerOptions: options() })],
  ['pluginMissing', () => ({ client: client() })],
  ['pluginOnClientOnly', () => ({ client: client(plugin()), worker: worker(options()) })],
  ['pluginOnWorkerOnly', () => ({ client: client(), worker: worker(options(plugin())) })],
  ['bundleWithoutKelet', () => ({ workerOptions: { ...options(plugin()), workflowBundle: { code: 'x' } } })],
  [
    'bundleSettingsDiffer',
    () => ({ workerOptions: { ...options(plugin({ autoSession: true })), workflowBundle: { code: bundled({}) } } }),
  ],
  [
    'workflowModuleMissing',
    () => ({
      workerOptions: { ...options(), sinks: createInterceptors().sinks, activities: createInterceptors().activities },
    }),
  ],
  ['telemetryMissing', () => ({ client: client(new KeletPlugin()) })],
  ['telemetryMissing', () => ({ workerOptions: options(new KeletPlugin()) })],
  [
    'otelRegisteredTwice',
    () => ({
      client: client(
        new OpenTelemetryPlugin(telemetry as never),
        new OpenTelemetryPlugin(telemetry as never),
        plugin(),
      ),
    }),
  ],
  [
    'otelRegisteredTwice',
    () => ({
      workerOptions: options(
        new OpenTelemetryPlugin(telemetry as never),
        new OpenTelemetryPlugin(telemetry as never),
        plugin(),
      ),
    }),
  ],
  ['signalsNotServed', () => ({ worker: { options: { ...options(plugin()), activities: new Map([['reply', 1]]) } } })],
  [
    'signalsNotServed',
    () => ({
      workerOptions: {
        ...options(),
        sinks: createInterceptors().sinks,
        interceptors: { workflowModules: createInterceptors().workflowModules },
      },
    }),
  ],
])('%s is found, and nothing else', async (code, given) => {
  expect(await codesOf(given())).toEqual([code]);
});

test('an unknown option is refused', async () => {
  await expect(checkSetup({ clients: [] } as never)).rejects.toMatchObject({ code: 'INVALID_CONFIG' });
  await expect(checkSetup({ client: 1 } as never)).rejects.toThrow('client must be a client of Temporal');
});

test('nothing is made or changed where Kelet was never used', async () => {
  delete globals['__kelet_core_1__'];
  expect(await codesOf({ workerOptions: options(plugin({ includeOtelPlugin: false })) })).toContain('notConfigured');
  const names = Object.keys(globals).filter((name) => name.startsWith('__kelet_core'));
  // The plugin has made it, which attaches the transport.
  expect(names.length).toBeLessThanOrEqual(1);
  delete globals['__kelet_core_1__'];
  await checkSetup();
  expect(Object.keys(globals).filter((name) => name.startsWith('__kelet_core'))).toEqual([]);
});

describe('what the process has noticed', () => {
  test.each([
    ['headerUnreadable', 'dropped:x-kelet-session-id:notDecodable'],
    ['headerUnreadable', 'dropped:x-kelet-project:notAProject'],
    ['metadataTooLarge', 'dropped:x-kelet-metadata:tooLarge'],
    ['nexusHeadersFull', 'dropped:x-kelet-metadata:noRoom'],
    ['telemetryLate', 'telemetry:late-provider'],
    ['telemetryTwice', 'telemetry:again:serviceName,filter'],
    ['otelPackageUnclear', 'plugin:otel-both'],
    ['otelApiCopies', 'telemetry:refused'],
    ['activityWithoutSession', 'activity:no-session'],
    ['keyRefused', 'signal:answered 401'],
    ['keyRefused', 'signal:again:answered 403'],
    ['keyRefused', 'spans:failed:answered 401'],
    ['spansLost', 'spans:failed:ECONNREFUSED'],
    ['unknownProject', 'spans:unknownProject'],
  ])('%s by %s', async (code, key) => {
    slot().warned.set(key, 0);
    expect(await codesOf({})).toEqual([code]);
  });

  test.each(['plugin:exporter-sink', 'telemetry:provider-exists', 'signal:unawaited'])('nothing by %s', async (key) => {
    slot().warned.set(key, 0);
    expect(await codesOf({})).toEqual([]);
  });

  test('an activity without a session is none where the process starts workflows with Kelet', async () => {
    slot().warned.set('activity:no-session', 0);
    expect(await codesOf({ client: client(plugin()) })).toEqual([]);
  });
});

describe('what the process has counted', () => {
  const counts = { sent: 0, duplicate: 0, dropped: {} as Record<string, number> };
  const withSpans = (dropped: Record<string, number>, sent = 0) => {
    slot().telemetry = { ...telemetry, spanCounts: () => ({ ...counts, sent, dropped }) } as never;
  };

  test('signals by the reason, but those that another finding explains', async () => {
    Object.assign(slot().signalState.dropped, { noSession: 2, queueFull: 1, notConfigured: 3, unknownProject: 4 });
    const findings = await checkSetup();
    expect(findings.map(({ code, where }) => [code, where])).toEqual([
      ['notConfigured', ['signals dropped: 3']],
      ['unknownProject', ['signals dropped: 4', 'spans dropped: 0']],
      ['signalsDropped', ['queueFull: 1', 'noSession: 2']],
    ]);
  });

  test('signals that the API has refused, with its answer', async () => {
    slot().signalState.dropped.rejected = 2;
    slot().warned.set('signal:answered 422', 0);
    expect((await checkSetup()).map(({ code, where }) => [code, where])).toEqual([
      ['signalsDropped', ['rejected: 2', 'the API answered 422']],
    ]);
  });

  test('what a refused key has cost is told once', async () => {
    withSpans({ failed: 7 });
    slot().signalState.dropped.rejected = 2;
    for (const key of ['signal:answered 401', 'spans:failed:answered 401']) slot().warned.set(key, 0);
    expect((await checkSetup()).map(({ code, where }) => [code, where])).toEqual([
      ['keyRefused', ['signals were answered 401: 2 lost', 'spans were answered 401: 7 lost']],
    ]);
  });

  test('spans that were lost, and those that were filtered beside', async () => {
    withSpans({ queueFull: 5, failed: 1, filtered: 3 }, 90);
    expect((await checkSetup()).map(({ code, where }) => [code, where])).toEqual([
      ['spansLost', ['queueFull: 5', 'failed: 1', 'filtered, as you asked: 3']],
    ]);
  });

  test('a filter that lets nothing through, and one that lets something through', async () => {
    withSpans({ filtered: 20 });
    expect(await codesOf({})).toEqual(['spansAllFiltered']);
    withSpans({ filtered: 20 }, 1);
    expect(await codesOf({})).toEqual([]);
  });
});

describe('notConfigured', () => {
  test.each([
    ['no key', { project: 'shop' }, ['no apiKey (or KELET_API_KEY)']],
    ['no project', { apiKey: 'key' }, ['no project (or KELET_PROJECT)']],
  ])('%s', async (_, given, where) => {
    configure(given);
    expect(await checkSetup()).toMatchObject([{ code: 'notConfigured', where }]);
  });

  test('not with projects that each have a key, nor where a transport takes the signals', async () => {
    configure({ projects: { a: { apiKey: 'of a' } } });
    expect(await checkSetup()).toEqual([]);
    configure({ signals: { transport: { send: async () => {} } } });
    expect(await checkSetup()).toEqual([]);
  });
});

test('coresApart: two shapes of the slot', async () => {
  globals['__kelet_core_0__'] = {};
  expect(await codesOf({})).toEqual(['coresApart']);
  delete globals['__kelet_core_0__'];
});
