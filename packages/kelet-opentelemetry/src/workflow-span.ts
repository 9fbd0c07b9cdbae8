import { createTraceState, type SpanContext } from '@opentelemetry/api';
import { parentById } from './readable-span';
import type { ResourceLike } from './resource-like';

type PlainContext = Omit<SpanContext, 'traceState'> & { readonly traceState?: string };

interface Scope {
  readonly name: string;
}

/**
 * A finished span of workflow code, in the form in which Temporal's OpenTelemetry v1 or v2 lets it out of the sandbox.
 */
export interface WorkflowSpan {
  readonly name: string;
  readonly spanContext: PlainContext;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** In v1. */
  readonly parentSpanId?: string;
  readonly instrumentationLibrary?: Scope;
  /** In v2. */
  readonly parentSpanContext?: PlainContext;
  readonly instrumentationScope?: Scope;
}

/**
 * The span in a form that span processors of OpenTelemetry's SDK 1.x and 2.x take alike. A field that the two name
 * differently is there under both names, so that either processor goes with either package of Temporal's.
 *
 * @param info the information on the workflow run, which goes into the attributes like with Temporal's own exporter
 */
export function finishedWorkflowSpan(
  { spanContext, parentSpanContext, ...span }: WorkflowSpan,
  info: object,
  resource: ResourceLike,
): object {
  const own = contextOf(spanContext);
  const parent = parentSpanContext ? contextOf(parentSpanContext) : parentById(span.parentSpanId, () => own);
  const scope = span.instrumentationScope ?? span.instrumentationLibrary;
  return {
    ...span,
    attributes: { ...span.attributes, ...info },
    spanContext: () => own,
    resource,
    parentSpanContext: parent,
    parentSpanId: parent?.spanId,
    instrumentationScope: scope,
    instrumentationLibrary: scope,
  };
}

function contextOf({ traceState, ...context }: PlainContext): SpanContext {
  return { ...context, ...(traceState !== undefined && { traceState: createTraceState(traceState) }) };
}
