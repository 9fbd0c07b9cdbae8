import { getSession } from 'kelet-core';
import { attachHost, redacted } from 'kelet-core/host';
import { runInSession, stampActiveSpan } from 'kelet-core/internal';
import { extractNexus } from 'kelet-temporal-headers';
import type { InterceptorOptions } from '../options/interceptor-options';
import { checkInterceptorOptions } from '../options/interceptor-rules';
import { withTemporalFailures } from '../shared/application-failure';
import { logAttributes } from '../shared/log-attributes';
import type { LogAttributes } from '../shared/pass-through';
import { warnDropped } from '../shared/warn-dropped';

export type { LogAttributes } from '../shared/pass-through';

/** A method of an interceptor of Nexus handlers that hands on what it gets. */
export type NexusInbound = <I extends { readonly ctx: { readonly headers?: Record<string, string> } }, O>(
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
 *
 * @throws KeletError INVALID_CONFIG where an option is unknown or wrong
 */
export function createNexusInterceptors(options: Pick<InterceptorOptions, 'logFields'> = {}): NexusInterceptorsFactory {
  checkInterceptorOptions('createNexusInterceptors()', options);
  attachHost();
  const inbound: NexusInbound = (input, next) => {
    const session = extractNexus(input.ctx.headers, { onDropped: warnDropped });
    stampActiveSpan(session);
    return withTemporalFailures(() => runInSession(session, next, input));
  };
  const interceptors = {
    inbound: { startOperation: inbound, cancelOperation: inbound },
    outbound: { getLogAttributes: logAttributes(getSession, options.logFields, redacted) },
  };
  return () => interceptors;
}
