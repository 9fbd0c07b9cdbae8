import { flush, KeletError } from 'kelet-core';
import { asPartOf, checkOptions, runInSession, slot, warnOnce } from 'kelet-core/internal';
import { createInterceptors, createSignalActivities } from 'kelet-temporal-interceptors';
import { copyOptions, settingsForBundle } from 'kelet-temporal-interceptors/internal';
import { activitySlots } from './activity-slots';
import { checkBundle } from './bundle-check';
import { flushWithin } from './flush';
import { hasOtel } from './has-otel';
import { appendNew, type Interceptors, mergeInterceptors } from './merge';
import { warnOfMissingSpans } from './missing-spans';
import type { KeletPluginOptions } from './options';
import type { OtelParts } from './otel-package';
import { checkOtelInstalled } from './otel-plugin';
import { PLUGIN_RULES } from './plugin-rules';
import { type PluginTelemetry, pluginTelemetry } from './plugin-telemetry';
import { checkPropagate } from './propagate-conflict';
import { forSandbox } from './sandbox-bundle';
import { warnOfScatteredTraces } from './temporal-version';
import { activityTraceParent, clientTraceParent, nexusTraceParent } from './trace-parent';
import { beforeEachCall } from './tracer-provider';
import { warnOfUnservedSignals } from './unserved-signals';
import { isWithoutOtel, withoutOtelInBundle } from './without-otel';
import { hasForeignSpanSink, mergeSinks, shareWorkflowSpans, workflowSpanSink } from './workflow-spans';

const FLUSH_TIMEOUT_MS = 10_000;

interface Configurable {
  interceptors?: unknown;
}

interface WorkerConfigurable extends Configurable {
  sinks?: unknown;
  activities?: object;
}

interface BundleConfigurable {
  workflowInterceptorModules?: string[];
  preloadModules?: string[];
  webpackConfigHook?: (config: object) => object;
}

/**
 * Carries Kelet's sessions through Temporal, and bundles Temporal's own OpenTelemetry plugin.
 *
 * Pass the same instance to `new Client({ plugins })` and to `Worker.create({ plugins })`; the instance may be on a
 * connection as well. The plugin keeps every interceptor and sink that is there already, and adds its own once.
 */
export class KeletPlugin {
  readonly name = 'KeletPlugin';
  private readonly options: KeletPluginOptions;
  private readonly own: ReturnType<typeof createInterceptors>;
  private readonly telemetry: PluginTelemetry;
  private readonly beforeCalls = beforeEachCall(() => this.telemetry.bringTracerProvider());
  private readonly ofTraces = clientTraceParent();

  /**
   * @throws KeletError INVALID_CONFIG where an option is unknown or wrong, OTEL_PLUGIN_MISSING where the package of
   * `otelVersion` is not installed, and what `autoSessionModule` throws
   */
  constructor(options: KeletPluginOptions = {}) {
    checkOptions('new KeletPlugin()', options, PLUGIN_RULES);
    const {
      includeOtelPlugin,
      includeTracerProvider,
      otelVersion,
      otelPluginOptions,
      flushTimeoutMs,
      ...forInterceptors
    } = options;
    this.own = createInterceptors(forInterceptors);
    this.options = copyOptions(options);
    this.telemetry = pluginTelemetry(this.options);
    checkOtelInstalled(otelVersion);
  }

  /** Called by `new Client()`. @throws KeletError OTEL_PLUGIN_MISSING, PROPAGATE_CONFLICT */
  configureClient<T extends object>(options: T): T {
    checkPropagate(options, this.options);
    const found = this.telemetry.parts(options, (plugin) => plugin.configureClient({}));
    const otel = found && {
      ...found,
      interceptors: around(found.interceptors, { workflow: [this.beforeCalls] }, { workflow: [this.ofTraces] }),
    };
    return this.add(options, { ...this.own.client }, otel);
  }

  /** Called by `Worker.create()`. @throws KeletError OTEL_PLUGIN_MISSING, OTEL_OPTIONS_MISSING, PROPAGATE_CONFLICT */
  configureWorker<T extends object>(options: T): T {
    return this.addToWorker(options);
  }

  /** Called by `Worker.runReplayHistory()`. @throws as `configureWorker` */
  configureReplayWorker<T extends object>(options: T): T {
    return this.addToWorker(options);
  }

  /** Called by `bundleWorkflowCode()`, and by a worker that bundles by itself. @throws KeletError PROPAGATE_CONFLICT */
  configureBundler<T extends object>(options: T): T {
    checkPropagate(options, this.options);
    const { workflowInterceptorModules, preloadModules, webpackConfigHook } = options as BundleConfigurable;
    const otel = isWithoutOtel(webpackConfigHook)
      ? undefined
      : this.telemetry.parts(options, (plugin) => plugin.configureBundler({ workflowsPath: '' }));
    const modules = appendNew(workflowInterceptorModules, otel?.workflowInterceptorModules ?? []);
    return {
      ...options,
      workflowInterceptorModules: appendNew(modules, this.own.workflowModules),
      // Temporal ignores this option before 1.16.
      preloadModules: appendNew(preloadModules, this.own.preloadModules),
      webpackConfigHook: forSandbox(webpackConfigHook),
    };
  }

  /**
   * Called by `worker.run()`: flushes spans and signals when the worker has stopped, each for `flushTimeoutMs` at most.
   */
  async runWorker<W>(worker: W, next: (worker: W) => Promise<void>): Promise<void> {
    warnOfUnservedSignals(worker, this.options);
    this.telemetry.bringTracerProvider();
    shareWorkflowSpans(worker);
    try {
      // The worker polls in the context of this call. What it runs then has a session and an agent of its own, or none.
      await runInSession(undefined, () => asPartOf(undefined)(() => next(worker)));
    } finally {
      const { warn } = slot();
      const { flushTimeoutMs = FLUSH_TIMEOUT_MS } = this.options;
      // Each flush stands on its own: where one fails, the others are still waited for.
      await Promise.all([
        ...this.telemetry.flushes().map((flush) => flushWithin(flushTimeoutMs, 'Spans', flush, warn)),
        flushWithin(flushTimeoutMs, 'Signals', flush, warn),
      ]);
    }
  }

  private addToWorker<T extends object>(options: T): T {
    checkPropagate(options, this.options);
    warnOfUnreachable(this.options);
    warnOfMissingSpans(options, this.options, this.telemetry.options());
    if (this.options.includeOtelPlugin !== false || hasOtel(options)) warnOfScatteredTraces(options);
    checkBundle(options, settingsForBundle(this.options));
    const otel = this.telemetry.parts(options, (plugin) => {
      if (this.telemetry.options() === undefined) throw optionsMissing();
      return plugin.configureWorker({});
    });
    // configureBundler adds the workflow modules, and a worker that builds its bundle calls it too. With a prebuilt
    // bundle, Temporal ignores modules that are given here, and warns of them.
    const { sinks: given = {} } = options as { readonly sinks?: Record<string, unknown> };
    const decided = hasForeignSpanSink(given) ? withoutOtelInBundle(options) : options;
    const spans = otel && {
      interceptors: around(
        withoutModules(otel.interceptors),
        { activity: [activityTraceParent], nexus: [nexusTraceParent] },
        { client: { workflow: [this.ofTraces] } },
      ),
      sinks: workflowSpanSink(() => this.telemetry.options()),
    };
    return this.add(this.addActivities(decided), { ...this.own.worker }, spans, this.own.sinks);
  }

  /**
   * Adds the activity that sends the signals of workflow code, where the worker runs activities anyhow. A worker that
   * runs none would begin to poll for activities, which its user chose not to have.
   */
  private addActivities<T extends object>(options: T): T {
    const { activities } = options as WorkerConfigurable;
    if (activities === undefined || Object.keys(activities).length === 0) return options;
    return { ...options, activities: { ...createSignalActivities({ slots: activitySlots(options) }), ...activities } };
  }

  /** Adds OpenTelemetry's parts first, so that what runs inside of them finds their span active. */
  private add<T extends object>(options: T, own: Interceptors, otel: OtelParts | undefined, ownSinks?: object): T {
    const { interceptors, sinks } = options as WorkerConfigurable;
    const traced = mergeInterceptors(interceptors as Interceptors | undefined, otel?.interceptors ?? {});
    return {
      ...options,
      interceptors: mergeInterceptors(traced, own),
      ...(ownSinks && { sinks: mergeSinks(otel?.sinks, ownSinks, sinks as object | undefined) }),
    };
  }
}

/** Puts interceptors before and behind those of Temporal's OpenTelemetry. */
function around(otel: Interceptors, before: Interceptors, behind: Interceptors): Interceptors {
  return mergeInterceptors(mergeInterceptors(before, otel), behind);
}

function withoutModules({ workflowModules: _, ...interceptors }: Interceptors): Interceptors {
  return interceptors;
}

function optionsMissing(): KeletError {
  return new KeletError(
    'OTEL_OPTIONS_MISSING',
    "A worker with KeletPlugin needs to know where spans go: call setupTelemetry() from 'kelet/opentelemetry' (or " +
      "'kelet-opentelemetry') before it is created, or pass otelPluginOptions: { resource, spanProcessor }. To do " +
      'without spans, pass { includeOtelPlugin: false }.',
  );
}

function warnOfUnreachable({ autoSession, autoSessionModule }: KeletPluginOptions): void {
  if (typeof autoSession !== 'function' || autoSessionModule !== undefined) return;
  warnOnce(
    'plugin:auto-session-function',
    'autoSession is a function, which cannot cross into the workflow sandbox: workflows that another client, a ' +
      'schedule or the CLI starts have no session. Export it from a module, and pass its path as autoSessionModule.',
  );
}
