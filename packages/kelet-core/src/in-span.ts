import { otelApi } from './active-span';
import { native } from './built-ins';
import { getSession } from './context';
import { isThenable, read } from './foreign-value';
import { inSteps, isGenerator, type RunStep } from './generator';
import { existingSlot } from './slot';
import { spanAttributes } from './span-attributes';
import { messageOf } from './text';

/** What an attribute of a span may be; OpenTelemetry leaves out anything else. */
export type SpanAttributeValue = string | number | boolean | readonly string[] | readonly number[] | readonly boolean[];

/** The span that a function runs in, as far as it may be written to: a part of OpenTelemetry's `Span`. */
export interface OpenSpan {
  setAttributes(attributes: { readonly [name: string]: SpanAttributeValue }): unknown;
  addEvent(name: string, attributes?: { readonly [name: string]: SpanAttributeValue }): unknown;
  /** `code`: 1 for OK, 2 for an error, as `SpanStatusCode` of OpenTelemetry. */
  setStatus(status: { code: number; message?: string }): unknown;
}

interface Span extends OpenSpan {
  recordException(error: Error | string): void;
  end(): void;
}

/** The part of OpenTelemetry's tracer that is used here. */
export interface Tracer {
  startActiveSpan<R>(name: string, options: { attributes: object }, fn: (span: Span) => R): R;
  startSpan(name: string, options: object, context: unknown): Span;
}

interface Api {
  readonly trace?: { getTracer(name: string): Tracer };
  readonly context?: {
    active(): unknown;
    with<R>(context: unknown, fn: () => R): R;
  };
}

/** SpanStatusCode.ERROR of @opentelemetry/api. */
const ERROR = 2;

/** Takes all, and keeps nothing. */
const NO_SPAN: OpenSpan = { setAttributes() {}, addEvent() {}, setStatus() {} };

/**
 * Runs `fn` in a span, which carries the session of the running code; without a tracer, as it is.
 *
 * @returns what `fn` returns. In workflow code that is the very promise: another one would be a tick more, and a tick
 * that a history without the span does not have.
 */
export function inSpan<R>(name: string, attributes: object, fn: (span: OpenSpan) => R): R {
  const workflow = existingSlot()?.workflow;
  const tracer = workflow === undefined ? hostTracer() : workflow.tracer?.();
  if (tracer === undefined) return fn(NO_SPAN);
  const session = getSession();
  const all = { ...(session && spanAttributes(session)), ...attributes };
  return tracer.startActiveSpan(name, { attributes: all }, (span) => ending(span, fn, workflow?.openSpans));
}

/** None in workflow code without Kelet's interceptors: a history of them has to replay there, and the reverse. */
function hostTracer(): Tracer | undefined {
  if ((globalThis as { __TEMPORAL_ACTIVATOR__?: unknown }).__TEMPORAL_ACTIVATOR__ !== undefined) return undefined;
  return otelApi<Api>()?.trace?.getTracer('kelet-core');
}

/**
 * Runs `fn`, and ends the span with it; with the generator, where it returned one.
 *
 * @param open the spans of a workflow run that are not ended, which end with it
 */
function ending<R>(span: Span, fn: (span: OpenSpan) => R, open?: Set<() => void>): R {
  const inContext = here();
  let isOpen = true;
  const end = (failed?: () => void) => {
    if (!isOpen) return;
    isOpen = false;
    open?.delete(atLast);
    failed?.();
    span.end();
  };
  const atLast = () => end();
  open?.add(atLast);
  const fail = (error: unknown) => end(() => markFailed(span, error));
  const watch = open === undefined ? following : beside;
  let streams = false;
  const result = watch(
    () => {
      const made = fn(span);
      streams = isGenerator(made);
      return made;
    },
    () => streams || end(),
    fail,
  );
  if (!streams) return result;
  const last = (step: unknown) => (step as IteratorResult<unknown> | undefined)?.done && end();
  return inSteps(result, (call) => watch(() => inContext(call), last, fail));
}

/** What runs code in the context of OpenTelemetry that is active now, in which a span is. */
function here(): RunStep {
  const context = otelApi<Api>()?.context;
  if (context === undefined) return (call) => call();
  const active = context.active();
  return (call) => context.with(active, call);
}

type Watch = <T>(fn: () => T, ended: (value: unknown) => void, failed: (error: unknown) => void) => T;

/** Calls `fn`, and says how that ended: at once, or when its promise is settled, which then is another one. */
const following: Watch = (fn, ended, failed) =>
  watched(fn, ended, failed, (promise) =>
    promise.then(
      (value) => {
        ended(value);
        return value;
      },
      (error: unknown) => {
        failed(error);
        throw error;
      },
    ),
  );

/**
 * The same, beside the promise, which is returned as it is. A rejection that nobody handles is then handled here. Of a
 * thenable that is no promise, `then()` may begin the work itself, and is for the caller alone: the span ends at once.
 */
const beside: Watch = (fn, ended, failed) =>
  watched(fn, ended, failed, (promise) => {
    if (promise instanceof native.Promise) promise.then(ended, failed);
    else ended(promise);
    return promise;
  });

function watched<T>(
  fn: () => T,
  ended: (value: unknown) => void,
  failed: (error: unknown) => void,
  settling: (promise: PromiseLike<unknown>) => PromiseLike<unknown>,
): T {
  let result: T;
  try {
    result = fn();
  } catch (error) {
    failed(error);
    throw error;
  }
  if (isThenable(result)) return settling(result) as T;
  ended(result);
  return result;
}

function markFailed(span: Span, error: unknown): void {
  // By it, workflow code goes on in a run of its own: nothing has failed.
  if (read(error, 'name') === 'ContinueAsNew') return;
  const message = messageOf(error);
  span.recordException(typeof read(error, 'stack') === 'string' ? (error as Error) : message);
  span.setStatus({ code: ERROR, message });
}
