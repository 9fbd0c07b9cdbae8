import { activeSpan, getTraceId } from './active-span';
import { native } from './built-ins';
import { getSessionId } from './context';
import { errorToThrow } from './error-to-throw';
import { KeletError } from './errors';
import { checkOptions, checkValue, hexadecimal, type OptionRule, type OptionRules } from './options';
import { anId, isId } from './session';
import { existingSlot } from './slot';
import { show } from './text';

/** What feedback judges: a conversation, and in it a trace and a span. */
export interface Reference {
  readonly sessionId: string;
  /** 32 hexadecimal digits. */
  readonly traceId?: string | undefined;
  /** 16 hexadecimal digits; of a span of that trace. */
  readonly spanId?: string | undefined;
}

/** On the host: signs references, and checks them, where `configure({ references })` says so. */
export interface ReferenceSeal {
  /** The fields `issued` and `signature` for the rest of a reference; empty where there is no secret. */
  sign(subject: string): readonly [issued: string, signature: string];
  /** Why a reference is refused, as the rest of a sentence; `undefined` where it is not. */
  refusal(subject: string, issued: string, signature: string): string | undefined;
}

const RULES: OptionRules<Partial<Reference>> = { sessionId: anId, traceId: hexadecimal(32), spanId: hexadecimal(16) };

/** Version, trace, span, time of issue, signature, session; each but the first and the last may be empty. */
const FORM = /^k1\.([0-9a-f]{32})?\.([0-9a-f]{16})?\.([0-9a-z]{1,11})?\.([\w-]{43})?\.([\w~-]+)$/;

/**
 * A reference to what the running code does: its session, and the active span with its trace. A short text that a URL
 * takes as it is, to be put into a message or a page; `signal({ about })` takes it, in whatever process and on whatever day.
 *
 * Anyone can read a reference. With `configure({ references: { secrets } })` it is signed too, so that nobody can make
 * one up; but not in workflow code, which has no secret.
 *
 * @param given what it refers to, in place of what runs; a span is of the trace that is given with it
 * @returns `undefined` where there is no session
 * @throws KeletError INVALID_REFERENCE where an id is none
 */
export function referenceTo(given: Partial<Reference> = {}): string | undefined {
  checkOptions('referenceTo()', given, RULES, 'INVALID_REFERENCE');
  const { sessionId = getSessionId(), traceId = getTraceId() } = given;
  const spanId =
    given.spanId ?? (given.traceId === undefined && traceId ? activeSpan()?.spanContext().spanId : undefined);
  if (sessionId === undefined) return undefined;
  const subject = [traceId?.toLowerCase(), spanId?.toLowerCase(), escaped(sessionId)] as const;
  const [issued, signature] = existingSlot()?.referenceSeal?.sign(subject.join('.')) ?? ['', ''];
  const [trace = '', span = '', session] = subject;
  return ['k1', trace, span, issued, signature, session].join('.');
}

/**
 * What a reference refers to. Where this process has `configure({ references })`, only one that it, or another process
 * with one of its secrets, has signed, and that is not too old.
 *
 * @throws KeletError INVALID_REFERENCE, naming why: not a reference, of a later version, not signed, changed, too old
 */
export function readReference(text: string): Reference {
  checkValue('The reference', text, A_REFERENCE, 'INVALID_REFERENCE');
  const [, traceId, spanId, issued = '', signature = '', session = ''] = FORM.exec(text) ?? [];
  const sessionId = unescaped(session);
  if (!isId(sessionId)) throw refused('names no session');
  const subject = [traceId, spanId, session].join('.');
  const why = existingSlot()?.referenceSeal?.refusal(subject, issued, signature);
  if (why !== undefined) throw refused(why);
  return { sessionId, traceId, spanId };
}

const A_REFERENCE: OptionRule = {
  fits: (value) => typeof value === 'string' && FORM.test(value),
  wanted: (value) =>
    typeof value === 'string' && /^k\d+\./.test(value) && !value.startsWith('k1.')
      ? 'of the version k1'
      : 'a text that referenceTo() made',
  required: true,
  shown: show,
};

function refused(why: string): unknown {
  return errorToThrow(new KeletError('INVALID_REFERENCE', `The reference ${why}.`));
}

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
