import { interceptorsOf } from 'kelet-temporal-interceptors/internal';
import type { Interceptors } from './merge';
import { isOtelInterceptor } from './otel-package';
import { hasSpanSink } from './workflow-spans';

/** Of Temporal's plugin, v1 and v2. */
export const OTEL_PLUGIN_NAME = 'OpenTelemetryPlugin';
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
    interceptorsOf(interceptors['workflow']).some(isOtelInterceptor) ||
    hasSpanSink(sinks) ||
    modules.some(isOtelModule)
  );
}

/** Whether this is the path of a workflow module of Temporal's OpenTelemetry, v1 or v2. */
export function isOtelModule(path: unknown): boolean {
  return typeof path === 'string' && OTEL_WORKFLOW_MODULE.test(path);
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
