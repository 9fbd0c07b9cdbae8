import type { Interceptors } from './merge';
import { isOtelInterceptor } from './otel-package';
import { hasSpanSink } from './workflow-spans';

const OTEL_PLUGIN_NAME = 'OpenTelemetryPlugin';
const OTEL_WORKFLOW_MODULE = /[\\/]interceptors-opentelemetry(-v2)?[\\/]/;

interface TracedOptions {
  readonly plugins?: readonly { readonly name?: string }[];
  readonly interceptors?: Interceptors | undefined;
  readonly sinks?: Record<string, unknown> | undefined;
  readonly workflowInterceptorModules?: readonly string[];
}

/** Whether these options have Temporal's OpenTelemetry already, in any of the ways to register it. */
export function hasOtel(options: TracedOptions): boolean {
  const { plugins = [], interceptors = {}, sinks = {}, workflowInterceptorModules = [] } = options;
  const modules = [...asList(interceptors['workflowModules']), ...workflowInterceptorModules];
  return (
    plugins.some((plugin) => plugin.name === OTEL_PLUGIN_NAME) ||
    ofClient(interceptors['workflow']).some(isOtelInterceptor) ||
    hasSpanSink(sinks) ||
    modules.some(isOtelModule)
  );
}

/** Whether this is the path of a workflow module of Temporal's OpenTelemetry, v1 or v2. */
export function isOtelModule(path: unknown): boolean {
  return typeof path === 'string' && OTEL_WORKFLOW_MODULE.test(path);
}

/** The interceptors of a workflow client; in the legacy form `{ calls }`, Temporal makes them anew for each workflow. */
function ofClient(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return asList((value as { readonly calls?: unknown } | undefined)?.calls).map(made);
}

function made(factory: unknown): unknown {
  try {
    return (factory as (input: { readonly workflowId: string }) => unknown)({ workflowId: '' });
  } catch {
    return undefined; // one of the user's, for which this is no call
  }
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
