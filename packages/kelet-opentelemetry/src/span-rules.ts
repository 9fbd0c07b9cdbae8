import { aBoolean, aFunction, CONVERSATION_ID, type OptionRules } from 'kelet-core/internal';

/** Attributes of a span, by their names. */
export type SpanAttributes = Record<string, unknown>;

/** Whether a value that a user's function gave may be exported. */
export function isPrimitive(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** Gets the personal attributes of a span, and gives those that take their place. */
export type Redact = (attributes: SpanAttributes) => SpanAttributes;

/** What a filter can rely on of a span: a finished one of OpenTelemetry's SDK 1.x or 2.x. */
export interface FilteredSpan {
  /** The name that the span had at its end. */
  readonly name: string;
  /** The attributes as they go to Kelet, after `redact`. */
  readonly attributes: Readonly<SpanAttributes>;
}

/** Whether a span goes to Kelet. */
export type SpanFilter = (span: FilteredSpan) => boolean;

/** A filter: only spans of a session go to Kelet. */
export const inSession: SpanFilter = ({ attributes }) => attributes[CONVERSATION_ID] !== undefined;

/** What is changed of a span that has ended, before it is exported. */
export interface StampOptions {
  /** Write the session id to `session.id` too, for backends that key on it. Default: false. */
  readonly sessionIdAttribute?: boolean | undefined;
  /**
   * Gets `user.id` and `metadata.*` of each span that has any, and gives what is exported in their place: numbers,
   * booleans and texts under such names. Anything else that the function gives is left out. Where the function throws,
   * or gives no object (a promise is none), none of these attributes is exported. Default: all are exported unchanged.
   *
   * The function runs for this processor, and for each span that reaches Kelet from this process, whatever way it
   * takes.
   */
  readonly redact?: Redact | undefined;
  /**
   * Which spans go to Kelet, such as `inSession`; the others count as filtered. A span for which the filter throws goes
   * to Kelet. The filter holds for each span that would reach Kelet from this process. Default: all spans.
   */
  readonly filter?: SpanFilter | undefined;
}

export const STAMP_RULES: OptionRules<StampOptions> = {
  sessionIdAttribute: aBoolean,
  redact: aFunction,
  filter: aFunction,
};
