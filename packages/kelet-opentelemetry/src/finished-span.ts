import {
  CONVERSATION_ID,
  isMadeHere,
  PERSONAL,
  PROJECT,
  projectOfSpan,
  read,
  redactedBy,
  SESSION_AT_START,
  sessionIdOfSpan,
} from 'kelet-core/internal';
import { sharedSpans } from './shared-spans';
import type { Redact, SpanAttributes, StampOptions } from './span-rules';
import { withFields } from './view';

interface FinishedSpan {
  readonly attributes: SpanAttributes;
}

interface View {
  readonly origin: object;
  /** The functions that its personal attributes have been through already. */
  readonly redacts: ReadonlySet<Redact>;
}

const views = new WeakMap<object, View>();

/** The span behind a view; of any other span, the span itself. */
export const originOf = (span: object): object => views.get(span)?.origin ?? span;

/**
 * The span that the inner processor gets: the span itself where nothing changes, and otherwise a view. Spans of
 * workflow code arrive here finished, and other processors may hold the same span, so the span itself is never changed.
 * A span that is in a session names the project.
 */
export function stampedForExport<S extends FinishedSpan>(
  span: S,
  { sessionIdAttribute = false, redact }: StampOptions,
  ownProject: string | undefined,
): S {
  const attributes = attributesOf(span);
  const sessionId = attributes[CONVERSATION_ID];
  const project = projectOf(span) ?? ownProject;
  const added = {
    ...(sessionId !== undefined && project !== undefined && attributes[PROJECT] !== project && { [PROJECT]: project }),
    ...(sessionId !== undefined && sessionIdAttribute && { 'session.id': sessionId }),
  };
  return viewOf(span, attributes, added, redact === undefined ? [] : [redact]);
}

/** The project of a finished span, or of a view of one; `undefined` for the process's own. */
export const projectOf = (span: FinishedSpan): string | undefined => projectOfSpan(originOf(span), attributesOf(span));

/**
 * The span that Kelet gets, whatever way it came: in the session in which it started, even where its author has set
 * another conversation, and after each `redact` of this process has run once.
 */
export function forKelet<S extends FinishedSpan>(span: S): S {
  const attributes = attributesOf(span);
  const origin = originOf(span);
  const sessionId = sessionIdOfSpan(origin) ?? (isMadeHere(origin) ? undefined : attributes[SESSION_AT_START]);
  const { [SESSION_AT_START]: _, ...others } = attributes;
  const { [CONVERSATION_ID]: theirs, 'session.id': same } = attributes;
  const added =
    sessionId === undefined || theirs === sessionId
      ? {}
      : { [CONVERSATION_ID]: sessionId, ...(same !== undefined && same === theirs && { 'session.id': sessionId }) };
  const done = views.get(span)?.redacts;
  const redacts = [...sharedSpans().redacts].filter((redact) => !done?.has(redact));
  return viewOf(span, SESSION_AT_START in attributes ? others : attributes, added, redacts);
}

function viewOf<S extends FinishedSpan>(
  span: S,
  attributes: SpanAttributes,
  added: SpanAttributes,
  redacts: readonly Redact[],
): S {
  if (redacts.length === 0 && Object.keys(added).length === 0) return span;
  const entries = Object.entries(attributes);
  let personal = redacts.length === 0 ? [] : entries.filter(([key]) => PERSONAL.test(key));
  if (Object.keys(added).length === 0 && personal.length === 0) return span;
  const others = personal.length === 0 ? entries : entries.filter(([key]) => !PERSONAL.test(key));
  for (const redact of redacts) personal = Object.entries(redactedBy(redact, Object.fromEntries(personal), 'spans'));
  const all = { ...Object.fromEntries(others), ...Object.fromEntries(personal), ...added };
  const view = withFields(span, { attributes: all });
  views.set(view, { origin: originOf(span), redacts: new Set([...(views.get(span)?.redacts ?? []), ...redacts]) });
  return view;
}

/** The attributes of a span; empty where a span of another maker has none. */
function attributesOf(span: FinishedSpan): SpanAttributes {
  const attributes = read(span, 'attributes');
  return typeof attributes === 'object' && attributes !== null ? (attributes as SpanAttributes) : {};
}
