import { CONVERSATION_ID, isThenable, quote, show, textOf, warnOnce } from 'kelet-core/internal';

export type SpanAttributes = Record<string, unknown>;

/** What is changed of a span that has ended, before it is exported. */
export interface StampOptions {
  /** Write the session id to `session.id` too, for backends that key on it. Default: false. */
  readonly sessionIdAttribute?: boolean | undefined;
  /**
   * Gets `user.id` and `metadata.*` of each span that has any, and gives what is exported instead of them. Where it
   * throws, or gives no object (a promise is none), none of them is exported. Default: they are exported as they are.
   */
  readonly redact?: ((attributes: SpanAttributes) => SpanAttributes) | undefined;
}

interface FinishedSpan {
  readonly attributes: SpanAttributes;
}

const PERSONAL = /^(user\.id$|metadata\.)/;

/**
 * The span as it is to be exported: itself where nothing changes, else a view of it. A view, since spans of workflow
 * code arrive here finished, and other processors may hold the same span. One that is in a session names the project.
 */
export function exported<S extends FinishedSpan>(
  span: S,
  { sessionIdAttribute = false, redact }: StampOptions,
  project: string | undefined,
): S {
  const sessionId = span.attributes[CONVERSATION_ID];
  const added = {
    ...(sessionId !== undefined && project !== undefined && { 'kelet.project': project }),
    ...(sessionId !== undefined && sessionIdAttribute && { 'session.id': sessionId }),
  };
  const personal = redact === undefined ? [] : Object.entries(span.attributes).filter(([key]) => PERSONAL.test(key));
  if (Object.keys(added).length === 0 && personal.length === 0) return span;
  const others = Object.entries(span.attributes).filter((entry) => personal.length === 0 || !PERSONAL.test(entry[0]));
  const attributes = { ...Object.fromEntries(others), ...redacted(Object.fromEntries(personal), redact), ...added };
  return Object.create(span, { attributes: { value: attributes, enumerable: true } });
}

function redacted(personal: SpanAttributes, redact: StampOptions['redact']): SpanAttributes {
  if (redact === undefined || Object.keys(personal).length === 0) return {};
  try {
    const kept: unknown = redact(personal);
    if (isAttributes(kept)) return { ...kept };
    // A rejection that nobody handles would end the process.
    if (isThenable(kept)) kept.then(undefined, () => {});
    warnOfRedact(`gave ${show(kept)} instead of attributes`);
  } catch (error) {
    warnOfRedact(`threw ${quote(textOf(error))}`);
  }
  return {};
}

function warnOfRedact(what: string): void {
  warnOnce('spans:redact', `redact ${what}, so spans go without the user and metadata.`);
}

function isAttributes(value: unknown): value is SpanAttributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('then' in value);
}
