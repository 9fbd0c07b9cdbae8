import { otelApi } from './active-span';
import { getSession } from './context';
import { isThenable, read } from './foreign-value';
import { inSteps, isGenerator, type RunStep } from './generator';
import { checkOptions, type OptionRules } from './options';
import { existingSlot } from './slot';
import { spanAttributes } from './span-attributes';
import { messageOf } from './text';
import { warnOnce } from './warn';

/** What `agent()` is told of the agent that runs. */
export interface AgentOptions {
  /** The name of the agent; not empty. */
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

interface ContextApi {
  context?: {
    active(): unknown;
    with<R>(context: unknown, fn: () => R): R;
  };
}

const RULES: OptionRules<AgentOptions> = {
  name: {
    fits: (value) => typeof value === 'string' && value !== '',
    wanted: 'a string that is not empty',
    required: true,
  },
};

/** SpanStatusCode.ERROR of @opentelemetry/api. */
const ERROR = 2;

/**
 * Runs `fn` in a span `invoke_agent <name>`, which carries the session of the running code: all that `fn` does belongs
 * to that agent. The span ends when `fn` has returned, or when its promise is settled, and says whether it failed.
 * A generator that `fn` returns has each of its steps in the span, which ends with the generator. If its consumer abandons
 * it without return(), which `for await` calls, the span never ends.
 *
 * For the host: a process, an activity. Without OpenTelemetry, and in workflow code with one warning, `fn` runs
 * without a span. The names are those of OpenTelemetry's conventions for GenAI agent spans.
 *
 * @returns what `fn` returns; for a generator, one that takes its steps
 * @throws KeletError INVALID_AGENT where the name is not one; `fn` is not called then
 */
export function agent<R>(options: AgentOptions, fn: () => R): R {
  checkOptions('agent()', options, RULES, 'INVALID_AGENT');
  const { name } = options;
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

/** Runs `fn`, and ends the span with it; with the generator, where it returned one. */
function ending<R>(span: Span, fn: () => R): R {
  const inSpan = here();
  let open = true;
  const end = (failed?: () => void) => {
    if (!open) return;
    open = false;
    failed?.();
    span.end();
  };
  const fail = (error: unknown) => end(() => markFailed(span, error));
  let streams = false;
  const result = watch(
    () => {
      const made = fn();
      streams = isGenerator(made);
      return made;
    },
    () => streams || end(),
    fail,
  );
  if (!streams) return result;
  const last = (step: unknown) => (step as IteratorResult<unknown> | undefined)?.done && end();
  return inSteps(result, (call) => watch(() => inSpan(call), last, fail));
}

/** What runs code in the context of OpenTelemetry that is active now, in which a span is. */
function here(): RunStep {
  const context = otelApi<ContextApi>()?.context;
  if (context === undefined) return (call) => call();
  const active = context.active();
  return (call) => context.with(active, call);
}

/** Calls `fn`, and says how that ended: at once, or when its promise is settled. */
function watch<T>(fn: () => T, ended: (value: unknown) => void, failed: (error: unknown) => void): T {
  let result: T;
  try {
    result = fn();
  } catch (error) {
    failed(error);
    throw error;
  }
  if (!isThenable(result)) {
    ended(result);
    return result;
  }
  return result.then(
    (value) => {
      ended(value);
      return value;
    },
    (error: unknown) => {
      failed(error);
      throw error;
    },
  ) as T;
}

function markFailed(span: Span, error: unknown): void {
  const message = messageOf(error);
  span.recordException(typeof read(error, 'stack') === 'string' ? (error as Error) : message);
  span.setStatus({ code: ERROR, message });
}
