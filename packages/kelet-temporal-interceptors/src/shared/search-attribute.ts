import { KeletError, type Session } from 'kelet-core';
import { isThenable, read, textOf } from 'kelet-core/internal';

interface Searchable {
  readonly searchAttributes?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The options of a start with the session id among their search attributes. In the untyped form, which every
 * version of Temporal takes beside the typed one.
 */
export function withSearchAttribute<O extends object>(
  options: O,
  name: string | undefined,
  session: Session | undefined,
): O {
  if (name === undefined || session === undefined) return options;
  const { searchAttributes } = options as Searchable;
  return { ...options, searchAttributes: { ...searchAttributes, [name]: [session.sessionId] } };
}

/** Lets a start that failed because the namespace does not know the attribute say what to do about it. */
export function explainUnknown<O>(result: O, name: string | undefined): O {
  if (name === undefined || !isThenable(result)) return result;
  return result.then(undefined, (error: unknown) => {
    if (!blames(error, name)) throw error;
    throw new KeletError(
      'UNKNOWN_SEARCH_ATTRIBUTE',
      `The namespace does not know the search attribute '${name}', which the option searchAttribute names. ` +
        `Add it (temporal operator search-attribute create --name ${name} --type Keyword), or leave the option out.`,
      { cause: error },
    );
  }) as O;
}

function blames(error: unknown, name: string): boolean {
  const texts = [error, read(error, 'cause')].map(textOf);
  return texts.some((text) => text.includes(name) && /search attribute/i.test(text));
}
