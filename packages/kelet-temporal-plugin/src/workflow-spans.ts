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

/** Replaces the sink of Temporal's plugin, which knows one span processor, of one major of OpenTelemetry's SDK. */
export function workflowSpanSink(given: () => OtelPluginOptions | undefined): Record<typeof SINK, SpanSink> {
  const fn = (info: object, spans: unknown) => handOn(spans, info, given());
  own.add(fn);
  return { [SINK]: { export: { fn } } };
}

/** Whether a sink for Temporal's OpenTelemetry is among these: KeletPlugin's, another plugin's, or one by hand. */
export function hasSpanSink(sinks: Readonly<Record<string, unknown>>): boolean {
  const fn = exportOf(sinks);
  return fn !== undefined && (own.has(fn) || isOtels(fn));
}

/** Whether such a sink is there that KeletPlugin has not made. */
export function hasForeignSpanSink(sinks: Readonly<Record<string, unknown>>): boolean {
  const fn = exportOf(sinks);
  return fn !== undefined && isOtels(fn);
}

function exportOf(sinks: Readonly<Record<string, unknown>>): SpanSink['export']['fn'] | undefined {
  const fn: unknown = (sinks[SINK] as Partial<SpanSink> | null | undefined)?.export?.fn;
  return typeof fn === 'function' ? (fn as SpanSink['export']['fn']) : undefined;
}

/** Recognizes the sink's function by words of its text that a minifier keeps: nothing else tells who made it. */
function isOtels(fn: object): boolean {
  const text = Function.prototype.toString.call(fn);
  return text.includes('.onEnd(') && text.includes('.attributes');
}

/** Joins a sink of the user's and OpenTelemetry's sink of the same name into one, which tells their calls apart. */
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
    // The user's sink may be called at replay, too, where the spans have gone out before.
    else if (!isReplaying(info)) takeSpans(info, spans);
  };
  own.add(fn);
  return { ...merged, [SINK]: { ...theirs, export: { ...theirs.export, fn } } };
}

interface MadeWorker {
  readonly options?: { readonly sinks?: Record<string, SpanSink> };
}

/**
 * Lets Kelet have the spans of workflow code that go to a sink which KeletPlugin did not make: the sink of a plugin of
 * the user's, before or behind KeletPlugin, or one that was registered by hand. The sink itself works on unchanged.
 */
export function shareWorkflowSpans(worker: unknown): void {
  const sinks = (worker as MadeWorker | null | undefined)?.options?.sinks;
  if (sinks === undefined || !hasForeignSpanSink(sinks)) return;
  const theirs = sinks[SINK] as SpanSink;
  const fn = (info: object, spans: unknown) => {
    // Kelet comes first, since the other sink may write into the spans.
    handOn(spans, info, undefined);
    theirs.export.fn(info, Array.isArray(spans) ? spans.map(forOthers) : spans);
  };
  sinks[SINK] = { ...theirs, export: { ...theirs.export, fn } };
}

/** Hands a span to each target. Never throws: a span that does not go out is no failure of the workflow. */
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

/** The span without the attribute that is for Kelet alone. */
function forOthers(span: unknown): WorkflowSpan {
  const { attributes, ...others } = span as WorkflowSpan;
  const { [SESSION_AT_START]: _, ...own } = attributes ?? {};
  return attributes === undefined ? (span as WorkflowSpan) : { ...others, attributes: own };
}

/** The fields by which a run is known. Kelet does not get what the run holds, such as its memo or its last result. */
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
