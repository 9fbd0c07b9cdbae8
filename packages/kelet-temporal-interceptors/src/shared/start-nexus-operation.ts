import { getSession } from 'kelet-core';
import { stampActiveSpan } from 'kelet-core/internal';
import { injectNexus } from 'kelet-temporal-headers';
import type { ToPropagated } from './propagate';
import { warnDropped } from './warn-dropped';

/** `PassThrough` for Nexus, whose headers are plain strings. */
export type NexusPassThrough = <I extends { readonly headers?: Record<string, string> }, O>(
  input: I,
  next: (input: I) => O,
) => O;

/** The hook of a call of a Nexus operation: it carries the session of the code that calls. */
export function startNexusOperation(propagated: ToPropagated): NexusPassThrough {
  return (input, next) => {
    const session = getSession();
    stampActiveSpan(session);
    const headers = injectNexus(propagated(session), input.headers, { onDropped: warnDropped });
    return next({ ...input, headers });
  };
}
