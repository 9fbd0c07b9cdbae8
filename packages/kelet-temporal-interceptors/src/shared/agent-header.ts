import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import { activeSpan, asPartOf, hasOwn, isId, nameAgent } from 'kelet-core/internal';
import { AGENT_HEADER } from 'kelet-temporal-headers';

/** Headers that name an agent, whose part the activity or the workflow is that gets them. */
export function withAgent(headers: Headers, name: string | undefined): Headers {
  if (name === undefined) return headers;
  return { ...headers, [AGENT_HEADER]: defaultPayloadConverter.toPayload(name) };
}

/** The agent that headers name; `undefined` where they name none, or what cannot be read. */
export function agentOf(headers: Headers | null | undefined): string | undefined {
  if (!headers || !hasOwn(headers, AGENT_HEADER)) return undefined;
  try {
    const name: unknown = defaultPayloadConverter.fromPayload(headers[AGENT_HEADER] as never);
    return isId(name) ? name : undefined;
  } catch {
    return undefined;
  }
}

/** Runs `fn` as a part of an agent, with its name on the span that is active already. */
export function inAgent<O>(name: string | undefined, fn: () => O): O {
  const span = name === undefined ? undefined : activeSpan();
  if (span !== undefined) nameAgent(span, name);
  return asPartOf(name)(fn);
}
