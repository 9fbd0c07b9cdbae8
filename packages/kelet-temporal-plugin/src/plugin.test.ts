import { Client, Connection } from '@temporalio/client';
import { makeWorkflowExporter } from '@temporalio/interceptors-opentelemetry';
import { agenticSession, configure, getSession, signal } from 'kelet-core';
import { slot } from 'kelet-core/internal';
import { workflowModulePath } from 'kelet-temporal-interceptors';
import { KeletPlugin, type KeletPluginOptions } from '.';

interface Options {
  readonly interceptors: {
    readonly client: { readonly workflow: object[]; readonly schedule: object[] };
    readonly workflow: object[];
    readonly schedule: object[];
    readonly activity: unknown[];
    readonly nexus: unknown[];
    readonly workflowModules?: string[];
  };
  readonly sinks?: Record<string, Record<string, { fn?: (info: object, spans: object[]) => void }>>;
  readonly workflowInterceptorModules: string[];
  readonly webpackConfigHook?: (config: object) => object;
}

const ended: unknown[] = [];
const processor = {
  onStart() {},
  onEnd: (span: unknown) => ended.push(span),
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};
const telemetry = { resource: { attributes: { 'service.name': 'shop' } }, spanProcessor: processor };

const plain = () => new KeletPlugin({ includeOtelPlugin: false });
const traced = () => new KeletPlugin({ otelPluginOptions: telemetry });
const read = (options: object) => options as unknown as Options;
const isOtel = (interceptor: object) => interceptor.constructor.name === 'OpenTelemetryWorkflowClientInterceptor';
const workflowsPath = '/app/workflows.js';

describe('a client', () => {
  test('gets one interceptor of each kind, beside what is there', () => {
    const own = { start: () => undefined };
    const { interceptors } = read(plain().configureClient({ identity: 'me', interceptors: { workflow: [own] } }));
    expect(interceptors.workflow).toEqual([
      own,
      expect.objectContaining({ startUpdateWithStart: expect.any(Function) }),
    ]);
    expect(Object.keys(interceptors).sort()).toEqual(['activity', 'nexus', 'schedule', 'workflow']);
  });

  test('keeps its other options, and the object that it gave stays as it is', () => {
    const given = Object.freeze({ identity: 'me', interceptors: Object.freeze({ workflow: Object.freeze([]) }) });
    expect(plain().configureClient(given)).toMatchObject({ identity: 'me' });
    expect(given.interceptors.workflow).toEqual([]);
  });

  test('has OpenTelemetry before its own, so that its span is open when ours runs', () => {
    const { interceptors } = read(new KeletPlugin().configureClient({}));
    expect(interceptors.workflow.map(isOtel)).toEqual([false, true, false, false]);
  });

  test('keeps the OpenTelemetry that it has', () => {
    const { interceptors } = read(new KeletPlugin().configureClient({ plugins: [{ name: 'OpenTelemetryPlugin' }] }));
    expect(interceptors.workflow.map(isOtel)).toEqual([false]);
  });

  test('that is made with the plugin on it and on its connection has everything once', async () => {
    const plugin = traced();
    const connection = Connection.lazy({ plugins: [plugin] as never });
    const { options } = new Client({ connection, plugins: [plugin] as never });
    const { workflow, schedule } = read(options).interceptors;
    expect([workflow.map(isOtel), schedule.length]).toEqual([[false, true, false, false], 1]);
    await connection.close();
  });
});

describe('options that are wrong', () => {
  test.each([
    [{ includeOtelPlugn: false }, "new KeletPlugin() has no option 'includeOtelPlugn'; there are autoSession,"],
    [{ includeOtelPlugin: 'false' }, 'includeOtelPlugin must be true or false, and is a string of 5 characters.'],
    ['a-key', 'new KeletPlugin() takes an object, and got a string of 5 characters.'],
    [null, 'new KeletPlugin() takes an object, and got null.'],
    [
      { otelPluginOptions: {} },
      'otelPluginOptions must be an object with a resource and a spanProcessor, as setupTelemetry()',
    ],
    [{ otelPluginOptions: null }, 'otelPluginOptions must be an object with a resource and a spanProcessor'],
    [{ otelPluginOptions: { resource: {}, spanProcessor: {} } }, 'otelPluginOptions must be an object with a resource'],
    [{ otelVersion: 'v3' }, "new KeletPlugin(): otelVersion must be 'v1' or 'v2', and is a string of 2 characters."],
    [{ propagate: { user: false } }, "has no option 'propagate.user'; there are userId, metadata."],
  ])('%j are refused where the plugin is made', (options, message) => {
    expect(() => new KeletPlugin(options as unknown as KeletPluginOptions)).toThrow(
      expect.objectContaining({ code: 'INVALID_CONFIG' }),
    );
    expect(() => new KeletPlugin(options as unknown as KeletPluginOptions)).toThrow(message);
  });
});

describe('the activity for signals of workflow code', () => {
  const activitiesOf = (activities?: object) =>
    (plain().configureWorker({ workflowsPath, ...(activities && { activities }) }) as { activities?: object })
      .activities;

  test('is added to a worker that runs activities', () => {
    const reply = () => undefined;
    expect(activitiesOf({ reply })).toEqual({ reply, _kelet_signal: expect.any(Function) });
  });

  test.each([[undefined], [{}]])('is not added to one that runs none: %j', (activities) => {
    expect(activitiesOf(activities)).toEqual(activities);
  });

  test("does not replace the user's own", () => {
    const own = () => undefined;
    expect(activitiesOf({ _kelet_signal: own })).toEqual({ _kelet_signal: own });
  });
});

describe('a worker', () => {
  test('gets one interceptor of each kind', () => {
    const { client, activity, nexus } = read(plain().configureWorker({ workflowsPath })).interceptors;
    expect([client.workflow.length, client.schedule.length, activity.length, nexus.length]).toEqual([1, 1, 1, 1]);
  });

  test.each([{ workflowsPath }, { workflowBundle: { code: '' } }])(
    'leaves workflow modules to its bundle: %j',
    (given) => {
      const own = { ...given, interceptors: { workflowModules: ['/app/own.js'] } };
      for (const plugin of [plain(), traced()]) {
        expect(read(plugin.configureWorker(given)).interceptors).not.toHaveProperty('workflowModules');
        expect(read(plugin.configureWorker(own)).interceptors.workflowModules).toEqual(['/app/own.js']);
        expect(read(plugin.configureReplayWorker(own)).interceptors.workflowModules).toEqual(['/app/own.js']);
      }
    },
  );

  test('gets Temporal’s sink, over the very span processor that was given, and keeps its own sinks', () => {
    const own = { info: {} };
    const { sinks } = read(traced().configureWorker({ workflowsPath, sinks: { own } }));
    expect(sinks?.['own']).toBe(own);
    const { fn } = sinks?.['exporter']?.['export'] ?? {};
    fn?.({}, [{ name: 'RunWorkflow:chat', attributes: {}, spanContext: {} }]);
    expect(ended).toMatchObject([{ name: 'RunWorkflow:chat' }]);
    expect((ended[0] as { resource: object }).resource).toBe(telemetry.resource);
  });

  test('needs to be told where spans go, or that there are none', () => {
    const refusal = expect.objectContaining({ name: 'KeletError', code: 'OTEL_OPTIONS_MISSING' });
    expect(() => new KeletPlugin().configureWorker({ workflowsPath })).toThrow(refusal);
    expect(() => new KeletPlugin().configureReplayWorker({ workflowsPath })).toThrow(refusal);
    expect(() => new KeletPlugin().configureWorker({})).toThrow(/otelPluginOptions: \{ resource, spanProcessor \}/);
    expect(() => plain().configureWorker({ workflowsPath })).not.toThrow();
  });

  test('takes what setupTelemetry() has set up, unless it is told otherwise', () => {
    const plugin = new KeletPlugin();
    plugin.configureClient({});
    const other = { attributes: {} };
    slot().telemetry = { ...telemetry, resource: other };
    const resourceOf = (worker: KeletPlugin) => {
      ended.length = 0;
      const { fn } = read(worker.configureWorker({ workflowsPath })).sinks?.['exporter']?.['export'] ?? {};
      fn?.({}, [{ name: 'RunWorkflow:chat', attributes: {}, spanContext: {} }]);
      return (ended[0] as { resource: object }).resource;
    };
    expect(resourceOf(plugin)).toBe(other);
    expect(resourceOf(traced())).toBe(telemetry.resource);
    delete slot().telemetry;
  });

  test('that has OpenTelemetry already needs no options, and gets no other sink', () => {
    const exporter = makeWorkflowExporter(telemetry.spanProcessor as never, telemetry.resource as never);
    const { sinks } = read(new KeletPlugin().configureWorker({ workflowsPath, sinks: { exporter } }));
    expect(sinks).toEqual({ exporter, kelet: { warn: expect.anything(), dropped: expect.anything() } });
  });
});

describe('a bundle', () => {
  test('has the workflow module after what is there, and OpenTelemetry’s before it', () => {
    const given = { workflowsPath, workflowInterceptorModules: ['/app/own.js'] };
    const { workflowInterceptorModules } = read(new KeletPlugin().configureBundler(given));
    expect(workflowInterceptorModules).toEqual([
      '/app/own.js',
      expect.stringContaining('interceptors-opentelemetry'),
      workflowModulePath,
    ]);
  });

  test.each([
    ['with', new KeletPlugin()],
    ['without', plain()],
  ])('%s OpenTelemetry is built for the web, unless the user asks for another target', (_, plugin) => {
    const { webpackConfigHook } = read(plugin.configureBundler({ workflowsPath }));
    expect(webpackConfigHook?.({ mode: 'none' })).toMatchObject({ target: 'web', mode: 'none' });
    expect(webpackConfigHook?.({ target: 'es2020' })).toMatchObject({ target: 'es2020' });
  });

  test('still runs the user’s hook, once, and keeps the plugins that it sets', () => {
    const plugin = new KeletPlugin();
    const own = () => undefined;
    const webpackConfigHook = (config: { rules?: number }) => ({
      ...config,
      rules: (config.rules ?? 0) + 1,
      plugins: [own],
    });
    const twice = plugin.configureBundler(plugin.configureBundler({ workflowsPath, webpackConfigHook }));
    const config = { target: 'web', rules: 1, plugins: [own, expect.any(Function)] };
    expect(read(twice).webpackConfigHook?.({})).toEqual(config);
  });
});

describe('the same instance, configuring the same options twice, adds nothing the second time:', () => {
  const names = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value, (_, item) => (typeof item === 'function' ? 'fn' : item)));

  test.each(['configureClient', 'configureWorker', 'configureReplayWorker', 'configureBundler'] as const)(
    '%s',
    (method) => {
      for (const plugin of [plain(), traced()]) {
        const once = plugin[method]({ workflowsPath });
        expect(names(plugin[method](once))).toEqual(names(once));
      }
    },
  );

  test('legacy interceptors too', () => {
    const plugin = traced();
    const once = read(plugin.configureClient({ interceptors: { workflow: { calls: [() => ({})] } } }));
    const twice = read(plugin.configureClient(once));
    expect((twice.interceptors.workflow as unknown as { calls: object[] }).calls).toHaveLength(5);
  });
});

test('a worker that is started in a session polls in none', async () => {
  const seen: unknown[] = [];
  await agenticSession({ sessionId: 'of-the-test' }, () =>
    plain().runWorker('worker', async () => void seen.push(getSession())),
  );
  expect(seen).toEqual([undefined]);
});

describe('a worker that has stopped', () => {
  const flushing = (forceFlush: () => Promise<void>) =>
    new KeletPlugin({ otelPluginOptions: { ...telemetry, spanProcessor: { ...processor, forceFlush } } });

  test('has its spans flushed, after it ran', async () => {
    const order: string[] = [];
    const plugin = flushing(async () => void order.push('flushed'));
    await plugin.runWorker('worker', async (worker) => void order.push(`${worker} ran`));
    expect(order).toEqual(['worker ran', 'flushed']);
  });

  test('has them flushed also where it failed, and its failure is what is seen', async () => {
    let flushed = 0;
    const plugin = flushing(async () => void flushed++);
    const failure = new Error('poller died');
    await expect(plugin.runWorker('worker', () => Promise.reject(failure))).rejects.toBe(failure);
    expect(flushed).toBe(1);
  });

  test('does not fail where its spans cannot be flushed, and warns', async () => {
    const warnings: string[] = [];
    slot().warn = (message) => warnings.push(message);
    const plugin = flushing(() => Promise.reject(new Error('no route')));
    await expect(plugin.runWorker('worker', () => Promise.resolve())).resolves.toBeUndefined();
    expect(warnings).toEqual(['[kelet] Spans could not be flushed: no route']);
  });

  test('waits for its signals also where its spans cannot be flushed', async () => {
    let arrive = () => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    configure({ signals: { transport: { send: () => arrived } } });
    void signal({ kind: 'event', source: 'synthetic', sessionId: 's' });
    let stopped = false;
    const plugin = flushing(() => Promise.reject(new Error('no route')));
    const run = plugin
      .runWorker('worker', () => Promise.resolve())
      .then(() => {
        stopped = true;
      });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(stopped).toBe(false);
    arrive();
    await run;
  });

  test('without spans has nothing to flush', async () => {
    await expect(plain().runWorker('worker', () => Promise.resolve())).resolves.toBeUndefined();
  });
});
