import { getSession } from 'kelet-core';
import { attachHttpTransport } from 'kelet-core/host';
import { runInSession } from 'kelet-core/internal';
import { extractNexus } from 'kelet-temporal-headers';
import { warnDropped } from '../dropped';
import { withTemporalFailures } from '../failure';
import { logAttributes } from '../log-attributes';
import type { LogAttributes } from '../pass-through';
import { stampActiveSpan } from '../spans';

type NexusInbound = <I extends { readonly ctx: { readonly headers?: Record<string, string> } }, O>(
  input: I,
  next: (input: I) => O,
) => O;

/** What `WorkerOptions.interceptors.nexus` takes a list of (Temporal 1.13 and later). */
export type NexusInterceptorsFactory = () => {
  inbound: { startOperation: NexusInbound; cancelOperation: NexusInbound };
  outbound: { getLogAttributes: LogAttributes };
};

/**
 * Interceptors for Nexus handlers: a handler runs in the session that the call's headers carry, or in none. One that
 * fails by an error of Kelet is called again only where that can help, as an activity is.
 */
export function createNexusInterceptors(): NexusInterceptorsFactory {
  attachHttpTransport();
  const inbound: NexusInbound = (input, next) =>
    runInSession(extractNexus(input.ctx.headers, warnDropped), () => {
      stampActiveSpan();
      return withTemporalFailures(next(input));
    });
  const interceptors = {
    inbound: { startOperation: inbound, cancelOperation: inbound },
    outbound: { getLogAttributes: logAttributes(getSession) },
  };
  return () => interceptors;
}
