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
    real.getTracer = (name, version, options) => {
      const tracer = getTracer.call(real, name, version, options);
      harmless(() => watchTracer(tracer, { name, version }, destination));
      return tracer;
    };
  } catch {
    return false; // it is frozen
  }
  const { _tracers: made } = real;
  if (made instanceof Map) {
    for (const tracer of made.values()) harmless(() => watchTracer(tracer, { name: '' }, destination));
  }
  return true;
}

/** What Kelet does beside the user's code is no concern of that code. */
function harmless(run: () => void): void {
  try {
    run();
  } catch (error) {
    warnEachMinute('spans:watched', `Kelet may lack a span, or a part of one: "${quote(messageOf(error))}".`);
  }
}

interface Scope {
  readonly name: string;
  readonly version?: string | undefined;
}

const watched = new WeakSet<object>();

function watchTracer(tracer: Tracer, scope: Scope, destination: Destination): void {
  if (watched.has(tracer)) return;
  watched.add(tracer);
  const { startSpan, startActiveSpan } = tracer;
  const note = (span: Span, name: string, options: SpanOptions | undefined, parent: Context): Span => {
    harmless(() => {
      if (watched.has(span) || !span.isRecording()) return;
      watched.add(span);
      write(span, { name, options: options ?? {}, parent, scope }, destination);
    });
    return span;
  };
  tracer.startSpan = (name, options, given) => {
    const parent = given ?? context.active();
    return note(startSpan.call(tracer, name, options, given), name, options, parent);
  };
  // Of its three forms, each has the function last.
  tracer.startActiveSpan = (name: string, ...rest: unknown[]) => {
    const start = (...args: unknown[]) =>
      (startActiveSpan as (...given: unknown[]) => never).call(tracer, name, ...args);
    const fn = rest.at(-1);
    if (typeof fn !== 'function') return start(...rest);
    const [options, given] = rest.slice(0, -1) as [SpanOptions?, Context?];
    const parent = given ?? context.active();
    return start(...rest.slice(0, -1), (span: Span) => fn(note(span, name, options, parent)));
  };
}

interface Start {
  readonly name: string;
  readonly options: SpanOptions;
  readonly parent: Context;
  readonly scope: Scope;
}

/** As many as OpenTelemetry's own spans hold of each, by default. */
const LIMIT = 128;

/** Writes down what is said of a span, until it ends. */
function write(span: Span, { name, options, parent, scope }: Start, { resource, spanProcessor }: Destination): void {
  const startTime = timeOf(options.startTime);
  const attributes: Attributes = {};
  const links: Link[] = [];
  const events: object[] = [];
  const dropped = { droppedAttributesCount: 0, droppedLinksCount: 0, droppedEventsCount: 0 };
  let status: SpanStatus = { code: SpanStatusCode.UNSET };
  let lastName = name;
  let ended = false;

  const put = (added: Attributes) => {
    for (const [key, value] of Object.entries(added)) {
      if (key in attributes || Object.keys(attributes).length < LIMIT) attributes[key] = value;
      else dropped.droppedAttributesCount++;
    }
  };
  const addLinks = (added: readonly Link[]) => {
    for (const link of added)
      if (links.length < LIMIT) links.push(link);
      else dropped.droppedLinksCount++;
  };
  const addEvent = (event: string, of: Attributes = {}, time?: TimeInput) => {
    if (events.length < LIMIT)
      events.push({ name: event, attributes: of, time: timeOf(time), droppedAttributesCount: 0 });
    else dropped.droppedEventsCount++;
  };
  put(options.attributes ?? {});
  addLinks(options.links ?? []);

  // What Kelet remembers of a span, it remembers of this one, which goes out in the end. Its attributes show what the
  // author has set, as those of the span itself need not do.
  const finished = { attributes, setAttributes: (added: Attributes) => span.setAttributes(added) };
  listen(span, {
    setAttribute: (key: string, value: AttributeValue) => put({ [key]: value }),
    setAttributes: put,
    addEvent: (event: string, second?: Attributes | TimeInput, time?: TimeInput) =>
      isTime(second) ? addEvent(event, {}, second) : addEvent(event, second, time),
    addLink: (link: Link) => addLinks([link]),
    addLinks,
    setStatus: (said: SpanStatus) => {
      status = said;
    },
    updateName: (other: string) => {
      lastName = other;
    },
    recordException: (exception: Exception, time?: TimeInput) =>
      addEvent('exception', exceptionAttributes(exception), time),
    end: (time?: TimeInput) => {
      if (ended) return;
      ended = true;
      const endTime = timeOf(time);
      const { parentContext, own } = contextsOf(span, options, parent);
      Object.assign(finished, {
        ...dropped,
        name: lastName,
        status,
        attributes: { ...attributes },
        links,
        events,
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
      });
      spanProcessor.onEnd(finished);
    },
  });
  spanProcessor.onStart(finished, parent);
}

/** That of now, where there is none that can be read. */
function timeOf(time: TimeInput | undefined): [number, number] {
  try {
    return time === undefined ? hrTime() : timeInputToHrTime(time);
  } catch {
    return hrTime();
  }
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
      harmless(() => hear(...given));
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
