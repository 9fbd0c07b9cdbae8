import {
  type Attributes,
  type AttributeValue,
  type Context,
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
  trace,
} from '@opentelemetry/api';
import { hrTime, hrTimeDuration, timeInputToHrTime } from '@opentelemetry/core';
import { messageOf, read } from 'kelet-core/internal';
import { harmless } from './harmless';
import type { ResourceLike } from './resource-like';
import type { SpanProcessorLike } from './span-processor-like';

export interface Destination {
  readonly resource: ResourceLike;
  readonly spanProcessor: SpanProcessorLike;
}

export interface Scope {
  readonly name: string;
  readonly version?: string | undefined;
}

interface Start {
  readonly name: string;
  readonly options: SpanOptions;
  readonly parent: Context;
  readonly scope: Scope;
}

/** How many attributes, events and links a span holds of each, which is OpenTelemetry's default. */
const LIMIT = 128;

/** Writes down what a span is given from its start on, and hands the written span to a span processor at its end. */
export function writeDown(
  span: Span,
  { name, options, parent, scope }: Start,
  { resource, spanProcessor }: Destination,
) {
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

  // Kelet remembers the session of this object, since this object goes out in the end. Its attributes show what the
  // author has set, which the span itself need not show.
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

/** Runs what Kelet does with the spans of the user's code, which goes on whatever comes of that. */
export const unharmed = (run: () => void): void => harmless('watched', 'Kelet may lack a span, or a part of one:', run);

/** The time that was given, or the current time where none can be read. */
function timeOf(time: TimeInput | undefined): [number, number] {
  try {
    return time === undefined ? hrTime() : timeInputToHrTime(time);
  } catch {
    return hrTime();
  }
}

/**
 * Has each listener called before the span's own method of that name. The methods of a span may call one another: only
 * the outermost call is what the author said, and is listened to. The caller of the span does not see what a listener
 * throws.
 */
function listen(span: Span, listeners: object): void {
  let within = false;
  for (const [name, hear] of Object.entries(listeners) as [keyof Span, (...given: unknown[]) => unknown][]) {
    const own = span[name] as ((...given: unknown[]) => never) | undefined;
    if (typeof own !== 'function') continue;
    const value = (...given: unknown[]) => {
      if (within) return own.apply(span, given);
      within = true;
      unharmed(() => hear(...given));
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
  // The recorder of this span may decide later whether it is sampled, but Kelet has the span in any case.
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

/** By the conventions of https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/. */
function exceptionAttributes(exception: unknown): Attributes {
  const [type, stack] = [read(exception, 'name'), read(exception, 'stack')];
  return {
    'exception.message': messageOf(exception),
    ...(typeof type === 'string' && { 'exception.type': type }),
    ...(typeof stack === 'string' && { 'exception.stacktrace': stack }),
  };
}
