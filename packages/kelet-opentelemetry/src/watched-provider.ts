import { type Context, context, type Span, type SpanOptions, type Tracer } from '@opentelemetry/api';
import { realProvider } from 'kelet-core/internal';
import { type Destination, type Scope, unharmed, writeDown } from './written-span';

interface Provider {
  getTracer(name: string, version?: string, options?: object): Tracer;
  /** Some providers keep the tracers here that were handed out already. */
  readonly _tracers?: unknown;
}

/**
 * Lets Kelet have the spans of a tracer provider that takes no span processor, and whose spans no exporter of
 * OpenTelemetry's can read. From the start of each span on, its names, attributes and events are written down as well,
 * and go to `spanProcessor` at its end. The spans themselves, and where the provider sends them, stay as they are.
 *
 * @returns whether that could be done
 */
export function watchProvider(provider: object, destination: Destination): boolean {
  const found = realProvider(provider) as Provider;
  if (typeof found.getTracer !== 'function') return false;
  const { getTracer } = found;
  try {
    found.getTracer = (name, version, options) => {
      const tracer = getTracer.call(found, name, version, options);
      unharmed(() => watchTracer(tracer, { name, version }, destination));
      return tracer;
    };
  } catch {
    return false; // the provider is frozen
  }
  const { _tracers: made } = found;
  if (made instanceof Map) {
    for (const tracer of made.values()) unharmed(() => watchTracer(tracer, { name: '' }, destination));
  }
  return true;
}

const watched = new WeakSet<object>();

function watchTracer(tracer: Tracer, scope: Scope, destination: Destination): void {
  if (watched.has(tracer)) return;
  watched.add(tracer);
  const { startSpan, startActiveSpan } = tracer;
  const note = (span: Span, name: string, options: SpanOptions | undefined, parent: Context): Span => {
    unharmed(() => {
      if (watched.has(span) || !span.isRecording()) return;
      watched.add(span);
      writeDown(span, { name, options: options ?? {}, parent, scope }, destination);
    });
    return span;
  };
  tracer.startSpan = (name, options, given) => {
    const parent = given ?? context.active();
    return note(startSpan.call(tracer, name, options, given), name, options, parent);
  };
  // In each of the three forms of this call, the function comes last.
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
