import { activeSpan, getTraceId } from './active-span';
import { native } from './built-ins';
import { getSession } from './context';
import { errorToThrow } from './error-to-throw';
import { KeletError, type KeletErrorCode } from './errors';
import { checkOptions, checkValue, hexadecimal, type OptionRule, type OptionRules } from './options';
import { isId, isProject } from './session';
import { anId, aProject } from './session-rules';
import { existingSlot } from './slot';
import { show } from './text';

/** What feedback judges: a conversation, and in it a trace and a span. */
export interface Reference {
  readonly sessionId: string;
  /** 32 hexadecimal digits. */
  readonly traceId?: string | undefined;
  /** 16 hexadecimal digits; of a span of that trace. */
  readonly spanId?: string | undefined;
  /** The project of the session, where that names one. */
  readonly project?: string | undefined;
}

/** On the host: signs references, and checks them, where `configure({ references })` says so. */
export interface ReferenceSeal {
  /** The fields `issued` and `signature` for the rest of a reference; empty where there is no secret. */
  sign(subject: string): readonly [issued: string, signature: string];
  /** Why a reference is refused, as the rest of a sentence; `undefined` where it is not. */
  refusal(subject: string, issued: string, signature: string): string | undefined;
}

const RULES: OptionRules<Partial<Reference>> = {
  sessionId: anId,
  traceId: hexadecimal(32),
  spanId: hexadecimal(16),
  project: { ...aProject, fits: (value) => value === '' || isProject(value) },
};

/**
 * Version, trace, span, time of issue, signature, session, and, where the session names one, its project. Each but the
 * version and the session may be empty, and there is no span without a trace.
 */
const FORM =
  /^k1\.(?:((?!0+\.)[0-9a-f]{32})\.((?!0+\.)[0-9a-f]{16})?|\.)\.([0-9a-z]{1,11})?\.([\w-]{43})?\.([\w~-]+)(?:\.([\w~-]*))?$/;

/**
 * A reference to what the running code does: its session, and the active span with its trace. A short text that a URL
 * takes as it is, to be put into a message or a page; `signal({ about })` takes it, in whatever process and on whatever day.
 *
 * Anyone can read a reference. With `configure({ references: { secrets } })` it is signed too, so that nobody can make
 * one up; but not in workflow code, which has no secret.
 *
 * @param given what it refers to, in place of what runs; a span is of the trace that is given with it
 * @returns `undefined` where there is no session
 * @throws KeletError INVALID_REFERENCE where an id is none, and UNSUPPORTED_RUNTIME where there are secrets and nothing
 * that can sign
 */
export function referenceTo(given: Partial<Reference> = {}): string | undefined {
  checkOptions('referenceTo()', given, RULES, 'INVALID_REFERENCE');
  const current = getSession();
  const { sessionId = current?.sessionId, project = current?.project, traceId, spanId } = given;
  if (sessionId === undefined) return undefined;
  const trace = idOf(RULES.traceId, traceId ?? getTraceId());
  const active = traceId === undefined ? activeSpan()?.spanContext().spanId : undefined;
  const span = trace && idOf(RULES.spanId, spanId ?? active);
  const session = escaped(sessionId) + (project === undefined ? '' : `.${escaped(project)}`);
  const [issued, signature] = seal()?.sign([trace, span, session].join('.')) ?? ['', ''];
  return ['k1', trace, span, issued, signature, session].join('.');
}

/**
 * What a reference refers to. Where this process has `configure({ references })`, only one that it, or another process
 * with one of its secrets, has signed, and that is not too old.
 *
 * @throws KeletError INVALID_REFERENCE, naming why: not a reference, of a later version, not signed, changed, too old;
 * and UNSUPPORTED_RUNTIME where there are secrets and nothing that can check
 */
export function readReference(text: string): Reference {
  return readAs('The reference', text);
}

/** `readReference()`, whose errors call it `what`. */
export function readAs(what: string, text: string): Reference {
  checkValue(what, text, A_REFERENCE, 'INVALID_REFERENCE');
  const [, traceId, spanId, issued = '', signature = '', session = '', of] = FORM.exec(text) ?? [];
  const sessionId = unescaped(session);
  if (!isId(sessionId)) throw refused(`${what} names no session.`);
  const project = of === undefined ? undefined : unescaped(of);
  if (of && !isProject(project)) throw refused(`${what} names no project.`);
  const subject = of === undefined ? [traceId, spanId, session] : [traceId, spanId, session, of];
  const why = seal()?.refusal(subject.join('.'), issued, signature);
  if (why !== undefined) throw refused(`${what} ${why}.`);
  return { sessionId, traceId, spanId, ...(project !== undefined && { project }) };
}

const A_REFERENCE: OptionRule = {
  fits: (value) => typeof value === 'string' && FORM.test(value),
  wanted: 'a text that referenceTo() made, of the version k1',
  required: true,
  shown: show,
};

/** Where there are secrets, references that nothing signs or checks would look as if they were. */
function seal(): ReferenceSeal | undefined {
  const { referenceSeal, settings } = existingSlot() ?? {};
  if (referenceSeal !== undefined || settings?.references === undefined) return referenceSeal;
  throw refused('configure() has references, which only the host can sign and check.', 'UNSUPPORTED_RUNTIME');
}

function refused(message: string, code: KeletErrorCode = 'INVALID_REFERENCE'): unknown {
  return errorToThrow(new KeletError(code, message));
}

/** An id as it is written; empty where it is none, as that of a tracer that makes up its own. */
const idOf = ({ fits }: OptionRule, id: string | undefined): string => (fits(id) ? `${id}`.toLowerCase() : '');

const escaped = (text: string) => text.replace(/[^\w-]/gu, (char) => `~${char.codePointAt(0)?.toString(36)}~`);

/** `undefined` where it is nothing that `escaped` gives. */
function unescaped(text: string): string | undefined {
  const found = text.replace(/~(\w+)~/g, (_, code: string) => character(code));
  return escaped(found) === text ? found : undefined;
}

function character(code: string): string {
  const point = parseInt(code, 36);
  return point <= 0x10ffff ? native.String.fromCodePoint(point) : '';
}
