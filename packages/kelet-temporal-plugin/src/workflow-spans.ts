import { SESSION_AT_START, warnOnce } from 'kelet-core/internal';
import type { WorkflowSpan } from 'kelet-opentelemetry/internal';
import type { OtelPluginOptions } from './options';
import { spanTargets } from './span-targets';
import { telemetryPackage } from './telemetry-package';

/** The sink by which Temporal's OpenTelemetry, v1 and v2, lets finished spans out of the sandbox. */
export interface SpanSink {
  readonly export: { fn(info: object, spans: unknown): void };
}

const SINK = 'exporter';

const own = new WeakSet<object>();

/** In the place of the sink of Temporal's plugin, which knows one span processor, of one major of OpenTelemetry's SDK. */
export function workflowSpanSink(given: () => OtelPluginOptions | undefined): Record<typeof SINK, SpanSink> {
  const fn = (info: object, spans: unknown) => handOn(spans, info, given());
  own.add(fn);
  return { [SINK]: { export: { fn } } };
}

/** Whether these sinks have that of Temporal's OpenTelemetry: KeletPlugin's, another plugin's, or registered by hand. */
export function hasSpanSink(sinks: Readonly<Record<string, unknown>>): boolean {
  const fn = exportOf(sinks);
  return fn !== undefined && (own.has(fn) || isOtels(fn));
}

/** Whether KeletPlugin has not made it. */
export function hasForeignSpanSink(sinks: Readonly<Record<string, unknown>>): boolean {
  const fn = exportOf(sinks);
  return fn !== undefined && isOtels(fn);
}

function exportOf(sinks: Readonly<Record<string, unknown>>): SpanSink['export']['fn'] | undefined {
  const fn: unknown = (sinks[SINK] as Partial<SpanSink> | null | undefined)?.export?.fn;
  return typeof fn === 'function' ? (fn as SpanSink['export']['fn']) : undefined;
}

/** By its text, of which these words survive a minifier: it is made by a function, of which nothing else is left. */
function isOtels(fn: object): boolean {
  const text = Function.prototype.toString.call(fn);
  return text.includes('.onEnd(') && text.includes('.attributes');
}

/** A sink of the same name that is the user's own, and that of OpenTelemetry, fit into one: their calls are told apart. */
export function mergeSinks(otel: object | undefined, kelet: object, user: object | undefined): object {
  const merged = { ...otel, ...kelet, ...user } as Record<string, unknown>;
  const [theirs, ours] = [user, otel].map((sinks) => (sinks as Record<string, SpanSink> | undefined)?.[SINK]);
  if (theirs === undefined || ours === undefined) return merged;
  const { fn: takeSpans } = ours.export;
  const { fn: takeOthers } = theirs.export ?? {};
  if (takeOthers === undefined) return { ...merged, [SINK]: { ...theirs, ...ours } };
  warnOnce(
    'plugin:exporter-sink',
    "A sink of yours is named 'exporter' and has an 'export', which is how Temporal's OpenTelemetry calls its own: both " +
      'are kept, and spans are told from what you send. Name it otherwise; or, if it is a sink for the spans of workflow ' +
      'code, pass includeOtelPlugin: false.',
  );
  const fn = (info: object, spans: unknown) => {
    if (!Array.isArray(spans) || spans.length === 0 || !spans.every(isSpan)) takeOthers(info, spans);
    // Theirs may be called at replay, too, where the spans have gone out before.
    else if (!isReplaying(info)) takeSpans(info, spans);
  };
  own.add(fn);
  return { ...merged, [SINK]: { ...theirs, export: { ...theirs.export, fn } } };
}

interface MadeWorker {
  readonly options?: { readonly sinks?: Record<string, SpanSink> };
}

/**
 * Lets Kelet have the spans of workflow code that go to a sink which KeletPlugin did not make: that of a plugin of the
 * user's, before or behind KeletPlugin, or one registered by hand. The sink goes on as it was.
 */
export function shareWorkflowSpans(worker: unknown): void {
  const sinks = (worker as MadeWorker | null | undefined)?.options?.sinks;
  if (sinks === undefined || !hasForeignSpanSink(sinks)) return;
  const theirs = sinks[SINK] as SpanSink;
  const fn = (info: object, spans: unknown) => {
    // First: the other one may write into the spans.
    handOn(spans, info, undefined);
    theirs.export.fn(info, Array.isArray(spans) ? spans.map(forOthers) : spans);
  };
  sinks[SINK] = { ...theirs, export: { ...theirs.export, fn } };
}

/** Never throws: what does not go out is no failure of the workflow. */
function handOn(given: unknown, info: object, options: OtelPluginOptions | undefined): void {
  if (!Array.isArray(given)) return;
  const { finishedWorkflowSpan, harmless } = telemetryPackage();
  const spans = given.filter(isSpan);
  for (const { spanProcessor, resource, toKelet } of spanTargets(options)) {
    const ofRun = toKelet ? primitives(info) : info;
    for (const span of spans) {
      harmless('workflow', 'A span of workflow code may be lost:', () => {
        const own = toKelet ? span : forOthers(span);
        spanProcessor.onEnd(finishedWorkflowSpan(own, ofRun, resource));
      });
    }
  }
}

/** Without what is for Kelet alone. */
function forOthers(span: unknown): WorkflowSpan {
  const { attributes, ...others } = span as WorkflowSpan;
  const { [SESSION_AT_START]: _, ...own } = attributes ?? {};
  return attributes === undefined ? (span as WorkflowSpan) : { ...others, attributes: own };
}

/** Kelet gets by which a run is known, and not what it holds: its memo, its last result. */
function primitives(info: object): object {
  const { isPrimitive } = telemetryPackage();
  return Object.fromEntries(Object.entries(info).filter(([, value]) => isPrimitive(value)));
}

function isReplaying(info: object): boolean {
  return (info as { readonly unsafe?: { readonly isReplaying?: boolean } }).unsafe?.isReplaying === true;
}

function isSpan(value: unknown): value is WorkflowSpan {
  const { name, spanContext, attributes } = (value ?? {}) as Partial<WorkflowSpan>;
  return typeof name === 'string' && typeof spanContext === 'object' && typeof attributes === 'object';
}
