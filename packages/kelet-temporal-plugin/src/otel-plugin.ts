import { showNoText, warnOnce } from 'kelet-core/internal';
import { KeletPluginError } from './errors';
import type { Interceptors } from './merge';
import type { OtelPluginOptions, OtelVersion } from './options';

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
const PACKAGES: Record<OtelVersion, string> = {
  v1: '@temporalio/interceptors-opentelemetry',
  v2: '@temporalio/interceptors-opentelemetry-v2',
};
const VERSIONS = Object.keys(PACKAGES) as OtelVersion[];

/**
 * Temporal's OpenTelemetry plugin, loaded when first needed.
 *
 * @throws KeletPluginError OTEL_PLUGIN_MISSING where its package is not installed.
 */
export function loadOtelPlugin(options: OtelPluginOptions | undefined, version: OtelVersion | undefined): OtelPlugin {
  // One that is there and does not load must say so: the other version would not replay its histories.
  const { OpenTelemetryPlugin } = require(PACKAGES[version ?? installedVersion()]) as OtelPackage;
  return new OpenTelemetryPlugin({ ...options });
}

/**
 * Checks the choice where it is made: a worker is created much later.
 *
 * @throws KeletPluginError OTEL_VERSION_UNKNOWN, or OTEL_PLUGIN_MISSING where that one is not installed
 */
export function checkOtelVersion(version: OtelVersion | undefined): void {
  if (version === undefined) return;
  if (!VERSIONS.includes(version)) {
    const message = `otelVersion must be 'v1' or 'v2', and is ${showNoText(version)}.`;
    throw new KeletPluginError('OTEL_VERSION_UNKNOWN', message);
  }
  if (isInstalled(PACKAGES[version])) return;
  const message = `otelVersion is '${version}', and ${PACKAGES[version]} is not installed. Run npm install ${PACKAGES[version]}.`;
  throw new KeletPluginError('OTEL_PLUGIN_MISSING', message);
}

function installedVersion(): OtelVersion {
  const [first, second] = VERSIONS.filter((version) => isInstalled(PACKAGES[version]));
  if (first === undefined) {
    throw new KeletPluginError(
      'OTEL_PLUGIN_MISSING',
      `KeletPlugin bundles Temporal's OpenTelemetry plugin, and found neither ${PACKAGES.v1} nor ${PACKAGES.v2}. ` +
        `Install one (npm install ${PACKAGES.v1}), or pass { includeOtelPlugin: false } to do without its spans.`,
    );
  }
  if (second !== undefined) {
    warnOnce(
      'plugin:otel-both',
      `Both of Temporal's OpenTelemetry packages are installed, and KeletPlugin takes ${PACKAGES[first]}. Say which one ` +
        "you mean with otelVersion: 'v1' or 'v2': their histories do not replay into each other.",
    );
  }
  return first;
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
