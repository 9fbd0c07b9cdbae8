import { AGENT_NAME } from './agent-name';
import { entries, fromEntries, native } from './built-ins';
import { read } from './foreign-value';
import type { Session } from './session';
import { slot } from './slot';
import { CONVERSATION_ID, PROJECT, spanAttributes, USER_ID } from './span-attributes';

/** The part of a span at its start that Kelet uses; spans of OpenTelemetry's SDK 1.x and 2.x both fit. */
export interface StartedSpan {
  setAttributes(attributes: Record<string, string | number | boolean>): unknown;
}

/** The attributes that no limit of OpenTelemetry's may cut or leave out: half an id is another id. */
const WHOLE = [CONVERSATION_ID, USER_ID, PROJECT];

/**
 * Puts a session on a span, and remembers which: the first one stays. What the span's author has set is left as it is.
 * Never throws.
 */
export function stampSpan(span: StartedSpan, session: Session): void {
  const current = slot();
  current.spanSessions ??= new native.WeakMap();
  try {
    const known = current.spanSessions.get(span);
    if (known !== undefined && (known !== session.sessionId || current.spanProjects?.get(span) !== session.project))
      return;
    current.spanSessions.set(span, session.sessionId);
    if (session.project !== undefined) {
      current.spanProjects ??= new native.WeakMap();
      current.spanProjects.set(span, session.project);
    }
    // Spans of OpenTelemetry's SDKs show what is set; others may not.
    const attributes = read(span, 'attributes') as Record<string, unknown> | null | undefined;
    const wanted = fromEntries(
      entries(spanAttributes(session)).filter(([key]) => attributes?.[key] === undefined),
    ) as Record<string, string | number | boolean>;
    span.setAttributes(wanted);
    if (typeof attributes !== 'object' || attributes === null) return;
    for (const key of WHOLE) {
      const value = wanted[key];
      if (value !== undefined && attributes[key] !== value) attributes[key] = value;
    }
  } catch {
    // A span that takes no attributes is no reason to fail who starts it.
  }
}

/**
 * Takes back what Kelet has put on a span as it started in this session and this agent, to which it does not belong. What
 * others have set stays. Never throws.
 */
export function unstampSpan(span: StartedSpan, session: Session | undefined, agent: string | undefined): void {
  const { spanSessions, spanProjects } = slot();
  try {
    const attributes = read(span, 'attributes') as Record<string, unknown>;
    const stamped = session && spanSessions?.get(span) === session.sessionId ? spanAttributes(session) : {};
    for (const [key, value] of entries({ ...stamped, ...(agent && { [AGENT_NAME]: agent }) })) {
      if (attributes[key] === value) delete attributes[key];
    }
    spanSessions?.delete(span);
    spanProjects?.delete(span);
  } catch {
    // Attributes that nobody can read or change have nothing of Kelet's.
  }
}

/**
 * Whether a span was made here, and not in workflow code, which it leaves as a finished one. What its attributes say of the
 * session may come from anywhere, such as from the baggage of a request, which some processors copy onto spans.
 */
export function isMadeHere(span: object): boolean {
  return typeof read(span, 'setAttributes') === 'function';
}

/**
 * The project of a span: that of the session in which it started, `undefined` for the process's own; of a finished one of
 * workflow code, what its attribute says, which is empty where that is no text.
 */
export function projectOfSpan(span: object, attributes: Readonly<Record<string, unknown>>): string | undefined {
  const { spanSessions, spanProjects } = slot();
  if (spanSessions?.has(span)) return spanProjects?.get(span);
  if (isMadeHere(span)) return undefined;
  const named = attributes[PROJECT];
  return named === undefined || typeof named === 'string' ? named : '';
}

/** The id of the session in which a span started, where it was stamped; whatever was set on it later. */
export function sessionIdOfSpan(span: object): string | undefined {
  return slot().spanSessions?.get(span);
}
