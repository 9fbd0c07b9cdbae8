import { otelApi } from './active-span';
import { getSession } from './context';
import { KeletError } from './errors';
import { showNoText } from './show';
import { existingSlot } from './slot';
import { spanAttributes } from './span-attributes';
import { warnOnce } from './warn';

export interface AgentOptions {
  /** By which the agent is known; not empty. */
  readonly name: string;
}

interface Span {
  setStatus(status: { code: number; message?: string }): unknown;
  recordException(error: Error | string): void;
  end(): void;
}

interface TraceApi {
  trace?: {
    getTracer(name: string): {
      startActiveSpan<R>(name: string, options: { attributes: object }, fn: (span: Span) => R): R;
    };
  };
}

/** SpanStatusCode.ERROR of @opentelemetry/api. */
const ERROR = 2;

/**
 * Runs `fn` in a span `invoke_agent <name>`, which carries the session of the running code: all that `fn` does belongs
 * to that agent. The span ends when `fn` has returned, or when its promise is settled, and says whether it failed.
 *
 * For the host: a process, an activity. Without OpenTelemetry, and in workflow code with one warning, `fn` runs
 * without a span. The names are those of OpenTelemetry's conventions for GenAI agent spans.
 *
 * @returns what `fn` returns
 * @throws KeletError INVALID_AGENT where the name is not one; `fn` is not called then
 */
export function agent<R>(options: AgentOptions, fn: () => R): R {
  const name: unknown = options?.name;
  if (typeof name !== 'string' || name === '') {
    throw new KeletError('INVALID_AGENT', `agent() needs a name that is not empty, and got ${showNoText(name)}.`);
  }
  if (existingSlot()?.workflow !== undefined) {
    warnOnce('agent:workflow', 'agent() makes no span in workflow code. Call it in an activity.');
    return fn();
  }
  const trace = otelApi<TraceApi>()?.trace;
  if (trace === undefined) return fn();
  const session = getSession();
  const attributes = {
    ...(session && spanAttributes(session)),
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.agent.name': name,
  };
  const tracer = trace.getTracer('kelet-core');
  return tracer.startActiveSpan(`invoke_agent ${name}`, { attributes }, (span) => ending(span, fn));
}

function ending<R>(span: Span, fn: () => R): R {
  let result: R;
  try {
    result = fn();
  } catch (error) {
    fail(span, error);
    throw error;
  }
  if (!isThenable(result)) {
    span.end();
    return result;
  }
  return result.then(
    (value) => {
      span.end();
      return value;
    },
    (error: unknown) => {
      fail(span, error);
      throw error;
    },
  ) as R;
}

function fail(span: Span, error: unknown): void {
  const message = (error as Partial<Error> | undefined)?.message ?? String(error);
  span.recordException(error instanceof Error ? error : message);
  span.setStatus({ code: ERROR, message });
  span.end();
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';
}
