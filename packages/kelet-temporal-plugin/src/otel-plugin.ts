import { KeletPluginError } from './errors';
import type { Interceptors } from './merge';
import type { OtelPluginOptions } from './options';

/** What Temporal's OpenTelemetry plugin adds to options that are empty. */
export interface OtelParts {
  readonly interceptors: Interceptors;
  readonly sinks?: Record<string, unknown>;
  readonly workflowInterceptorModules?: string[];
}

interface OtelPlugin {
  configureClient(options: object): OtelParts;
  configureWorker(options: object): OtelParts;
  configureBundler(options: object): OtelParts;
}

interface OtelPackage {
  readonly OpenTelemetryPlugin: new (options: Partial<OtelPluginOptions>) => OtelPlugin;
}

/** v1 is for OpenTelemetry's SDK 1.x, v2 for 2.x; histories recorded with one do not replay with the other. */
const PACKAGES = ['@temporalio/interceptors-opentelemetry', '@temporalio/interceptors-opentelemetry-v2'];

/**
 * Temporal's OpenTelemetry plugin, loaded when first needed.
 *
 * @throws KeletPluginError OTEL_PLUGIN_MISSING where neither of its packages is installed.
 */
export function loadOtelPlugin(options: OtelPluginOptions | undefined): OtelPlugin {
  const { OpenTelemetryPlugin } = loadPackage();
  return new OpenTelemetryPlugin({ ...options });
}

function loadPackage(): OtelPackage {
  for (const name of PACKAGES) {
    // One that is there and does not load must say so: the other version would not replay its histories.
    if (isInstalled(name)) return require(name);
  }
  throw new KeletPluginError(
    'OTEL_PLUGIN_MISSING',
    `KeletPlugin bundles Temporal's OpenTelemetry plugin, and found neither ${PACKAGES.join(' nor ')}. ` +
      `Install one (npm install ${PACKAGES[0]}), or pass { includeOtelPlugin: false } to do without its spans.`,
  );
}

function isInstalled(name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}

const OTEL_PLUGIN_NAME = 'OpenTelemetryPlugin';
const OTEL_CLIENT_INTERCEPTOR = 'OpenTelemetryWorkflowClientInterceptor';
const OTEL_WORKFLOW_MODULE = /[\\/]interceptors-opentelemetry(-v2)?[\\/]/;

interface TracedOptions {
  readonly plugins?: readonly { readonly name?: string }[];
  readonly interceptors?: Interceptors | undefined;
  readonly sinks?: Record<string, unknown> | undefined;
  readonly workflowInterceptorModules?: readonly string[];
}

/** Whether these options have Temporal's OpenTelemetry in them already, in any of the ways to put it there. */
export function hasOtel(options: TracedOptions): boolean {
  const { plugins = [], interceptors = {}, sinks = {}, workflowInterceptorModules = [] } = options;
  const clientInterceptors = asList(interceptors['workflow']);
  const modules = [...asList(interceptors['workflowModules']), ...workflowInterceptorModules];
  return (
    plugins.some((plugin) => plugin.name === OTEL_PLUGIN_NAME) ||
    clientInterceptors.some((interceptor) => interceptor?.constructor?.name === OTEL_CLIENT_INTERCEPTOR) ||
    'exporter' in sinks ||
    modules.some(isOtelModule)
  );
}

/** Whether this path is that of a workflow module of Temporal's OpenTelemetry, v1 or v2. */
export function isOtelModule(path: unknown): boolean {
  return typeof path === 'string' && OTEL_WORKFLOW_MODULE.test(path);
}

function asList(value: unknown): { constructor?: { name?: string } }[] {
  return Array.isArray(value) ? value : [];
}
