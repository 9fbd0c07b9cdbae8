import { createTraceState, type SpanContext } from '@opentelemetry/api';
import { parentById } from './readable-span';
import type { ResourceLike } from './resource-like';

/** The `traceState` of a link is no text: it has come out of the sandbox as an object, and has lost its methods. */
type PlainContext = Omit<SpanContext, 'traceState'> & { readonly traceState?: unknown };

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
  readonly links?: readonly { readonly context: PlainContext }[];
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
  { spanContext, parentSpanContext, links = [], ...span }: WorkflowSpan,
  info: object,
  resource: ResourceLike,
): object {
  const own = contextOf(spanContext);
  const parent = parentSpanContext ? contextOf(parentSpanContext) : parentById(span.parentSpanId, () => own);
  const scope = span.instrumentationScope ?? span.instrumentationLibrary;
  return {
    ...span,
    attributes: { ...span.attributes, ...info },
    links: links.map((link) => ({ ...link, context: contextOf(link.context) })),
    spanContext: () => own,
    resource,
    parentSpanContext: parent,
    parentSpanId: parent?.spanId,
    instrumentationScope: scope,
    instrumentationLibrary: scope,
  };
}

function contextOf({ traceState, ...context }: PlainContext): SpanContext {
  return { ...context, ...(typeof traceState === 'string' && { traceState: createTraceState(traceState) }) };
}
