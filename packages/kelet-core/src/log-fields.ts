import { activeSpan, getTraceId } from './active-span';
import { entries, fromEntries, keys } from './built-ins';
import type { Session, SessionMetadata } from './session';

/** What a log line says of a session, beside its id. */
export interface LogFieldOptions {
  /** Default: false. */
  readonly userId?: boolean | undefined;
  /** All metadata, none, or just these keys. Default: false. */
  readonly metadata?: boolean | readonly string[] | undefined;
}

/** What a log line says of a session. */
export interface LogFields {
  readonly sessionId: string;
  readonly userId?: string;
  readonly metadata?: SessionMetadata;
  /** Of the active span, where there is one: 32 hexadecimal digits. */
  readonly trace_id?: string;
  /** Of the active span, where there is one: 16 hexadecimal digits. */
  readonly span_id?: string;
}

/** Changes what is personal on its way into a log, as it is changed on its way into a span. */
export type Redacted = (session: Session) => Pick<Session, 'userId' | 'metadata'>;

/**
 * The names of the trace and of the span are those of
 * https://opentelemetry.io/docs/specs/otel/compatibility/logging_trace_context/.
 */
export function logFields(
  session: Session,
  { userId = false, metadata = false }: LogFieldOptions = {},
  redacted: Redacted = (given) => given,
): LogFields {
  const traceId = getTraceId();
  const personal = userId || metadata ? redacted(session) : {};
  const wanted = metadata ? chosen(personal.metadata ?? {}, metadata) : {};
  return {
    sessionId: session.sessionId,
    ...(userId && personal.userId !== undefined && { userId: personal.userId }),
    ...(keys(wanted).length > 0 && { metadata: wanted }),
    ...(traceId !== undefined && { trace_id: traceId, span_id: activeSpan()?.spanContext().spanId as string }),
  };
}

function chosen(metadata: SessionMetadata, which: true | readonly string[]): SessionMetadata {
  return which === true ? metadata : fromEntries(entries(metadata).filter(([key]) => which.includes(key)));
}
