import {
  type Attributes,
  type AttributeValue,
  type Context,
  context,
  type Exception,
  type Link,
  type Span,
  type SpanContext,
  SpanKind,
  type SpanOptions,
  type SpanStatus,
  SpanStatusCode,
  type TimeInput,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { hrTime, hrTimeDuration, timeInputToHrTime } from '@opentelemetry/core';
import { messageOf, quote, read, warnEachMinute } from 'kelet-core/internal';
import type { ResourceLike } from './resource-like';
import type { SpanProcessorLike } from './span-processor-like';

interface Provider {
  getTracer(name: string, version?: string, options?: object): Tracer;
  /** Where tracers are kept that others have already, in some. */
  readonly _tracers?: unknown;
}

interface Destination {
  readonly resource: ResourceLike;
  readonly spanProcessor: SpanProcessorLike;
}

/**
 * Lets Kelet have the spans of a tracer provider that takes no span processor, and makes spans that no exporter of
 * OpenTelemetry's can read: as each of its tracers starts a span, what is said of that span is written down as well, and
 * goes to `spanProcessor` when it ends. The spans themselves, and where the provider sends them, stay as they are.
 *
 * @returns whether that could be done
 */
export function watchProvider(provider: object, destination: Destination): boolean {
  const real = ((provider as { getDelegate?(): object }).getDelegate?.() ?? provider) as Provider;
  if (typeof real.getTracer !== 'function') return false;
  const { getTracer } = real;
  try {
    real.getTracer = function (this: unknown, name, version, options) {
      return watchTracer(getTracer.call(real, name, version, options), { name, version }, destination);
    };
  } catch {
    return false; // it is frozen
  }
  if (real._tracers instanceof Map) {
    for (const tracer of real._tracers.values()) watchTracer(tracer, { name: '' }, destination);
  }
  return true;
}

interface Scope {
  readonly name: string;
  readonly version?: string | undefined;
}

const watched = new WeakSet<object>();

function watchTracer(tracer: Tracer, scope: Scope, destination: Destination): Tracer {
  if (watched.has(tracer)) return tracer;
  watched.add(tracer);
  const { startSpan, startActiveSpan } = tracer;
  const note = (span: Span, name: string, options: SpanOptions | undefined, parent: Context) => {
    try {
      if (!watched.has(span) && span.isRecording())
        write(span, { name, options: options ?? {}, parent, scope }, destination);
    } catch (error) {
      warnOfLoss(error);
    }
    return span;
  };
  tracer.startSpan = (name, options, given) => {
    const parent = given ?? context.active();
    return note(startSpan.call(tracer, name, options, given), name, options, parent);
  };
  // Of its three forms, each has the function last.
  tracer.startActiveSpan = (name: string, ...rest: unknown[]) => {
    const [options, given] = rest.slice(0, -1) as [SpanOptions?, Context?];
    const parent = given ?? context.active();
    const fn = rest.at(-1) as (span: Span) => unknown;
    const noted = (span: Span) => fn(note(span, name, options, parent));
    return (startActiveSpan as (...args: unknown[]) => never).call(tracer, name, ...rest.slice(0, -1), noted);
  };
  return tracer;
}

interface Start {
  readonly name: string;
  readonly options: SpanOptions;
  readonly parent: Context;
  readonly scope: Scope;
}

interface Written {
  name: string;
  status: SpanStatus;
  readonly attributes: Attributes;
  readonly links: Link[];
  readonly events: { name: string; attributes: Attributes; time: [number, number]; droppedAttributesCount: number }[];
}

/** Writes down what is said of a span, until it ends. */
function write(span: Span, { name, options, parent, scope }: Start, { resource, spanProcessor }: Destination): void {
  watched.add(span);
  const startTime = options.startTime === undefined ? hrTime() : timeInputToHrTime(options.startTime);
  const written: Written = {
    name,
    status: { code: SpanStatusCode.UNSET },
    attributes: { ...options.attributes },
    links: [...(options.links ?? [])],
    events: [],
  };
  const addEvent = (event: string, attributes: Attributes = {}, time?: TimeInput) => {
    const at = time === undefined ? hrTime() : timeInputToHrTime(time);
    written.events.push({ name: event, attributes, time: at, droppedAttributesCount: 0 });
  };
  let ended = false;
  listen(span, {
    setAttribute: (key: string, value: AttributeValue) => Object.assign(written.attributes, { [key]: value }),
    setAttributes: (attributes: Attributes) => Object.assign(written.attributes, attributes),
    addEvent: (event: string, second?: Attributes | TimeInput, time?: TimeInput) =>
      isTime(second) ? addEvent(event, {}, second) : addEvent(event, second, time),
    addLink: (link: Link) => written.links.push(link),
    addLinks: (links: Link[]) => written.links.push(...links),
    setStatus: (status: SpanStatus) => {
      written.status = status;
    },
    updateName: (other: string) => {
      written.name = other;
    },
    recordException: (exception: Exception, time?: TimeInput) =>
      addEvent('exception', exceptionAttributes(exception), time),
    end: (time?: TimeInput) => {
      if (ended) return;
      ended = true;
      const endTime = time === undefined ? hrTime() : timeInputToHrTime(time);
      const { parentContext, own } = contextsOf(span, options, parent);
      spanProcessor.onEnd({
        ...written,
        kind: options.kind ?? SpanKind.INTERNAL,
        spanContext: () => own,
        parentSpanContext: parentContext,
        parentSpanId: parentContext?.spanId,
        startTime,
        endTime,
        duration: hrTimeDuration(startTime, endTime),
        ended: true,
        resource,
        instrumentationScope: scope,
        instrumentationLibrary: scope,
        droppedAttributesCount: 0,
        droppedEventsCount: 0,
        droppedLinksCount: 0,
      });
    },
  });
  spanProcessor.onStart(span, parent);
}

/**
 * Calls these as well, before the span's own, which may call one another: then the outermost alone is what was said.
 * What they throw is no concern of who calls the span.
 */
function listen(span: Span, listeners: object): void {
  let within = false;
  for (const [name, hear] of Object.entries(listeners) as [keyof Span, (...given: unknown[]) => unknown][]) {
    const own = span[name] as ((...given: unknown[]) => never) | undefined;
    if (typeof own !== 'function') continue;
    const value = (...given: unknown[]) => {
      if (within) return own.apply(span, given);
      within = true;
      try {
        hear(...given);
      } catch (error) {
        warnOfLoss(error);
      }
      try {
        return own.apply(span, given);
      } finally {
        within = false;
      }
    };
    Object.defineProperty(span, name, { value, configurable: true, writable: true });
  }
}

function contextsOf(span: Span, { root = false }: SpanOptions, parent: Context) {
  // Who records it may decide later whether it is sampled; Kelet has it.
  const { traceId, spanId, traceFlags, traceState } = span.spanContext();
  const own: SpanContext = {
    traceId,
    spanId,
    traceFlags: traceFlags | TraceFlags.SAMPLED,
    ...(traceState && { traceState }),
  };
  const found = root ? undefined : trace.getSpanContext(parent);
  return { own, parentContext: found?.traceId === traceId ? found : undefined };
}

function warnOfLoss(error: unknown): void {
  warnEachMinute('spans:watched', `Kelet may lack a span, or a part of one: "${quote(messageOf(error))}".`);
}

function isTime(value: unknown): value is TimeInput {
  return typeof value === 'number' || value instanceof Date || Array.isArray(value);
}

/** https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/ */
function exceptionAttributes(exception: unknown): Attributes {
  const [type, stack] = [read(exception, 'name'), read(exception, 'stack')];
  return {
    'exception.message': messageOf(exception),
    ...(typeof type === 'string' && { 'exception.type': type }),
    ...(typeof stack === 'string' && { 'exception.stacktrace': stack }),
  };
}
