import { getAgentName, getSession } from 'kelet-core';
import { activeSpan, read, runInSession, stampActiveSpan, unstampSpan } from 'kelet-core/internal';
import { inAgent } from '../shared/agent-header';
import type { PassThrough } from '../shared/pass-through';
import type { RunSession } from './run-session';

/** Every handler of a workflow runs in its effective session, in a context of its own even where there is none. */
export function inboundInterceptor(run: RunSession) {
  const inbound: PassThrough = (input, next) => {
    const session = run.effective(input.headers);
    stampActiveSpan(session);
    return inAgent(run.agent(), () => runInSession(session, next, input));
  };
  // A message that was buffered until setHandler() comes in the context of that call, and Temporal's span of it, by this
  // name, has begun there.
  const message =
    (kind: string, nameOf: string): PassThrough =>
    (input, next) => {
      const span = activeSpan();
      if (span && read(span, 'name') === `${kind}:${read(input, nameOf)}`)
        unstampSpan(span, getSession(), getAgentName());
      return inbound(input, next);
    };
  const reading =
    (handle: PassThrough): PassThrough =>
    (input, next) =>
      run.reading(() => handle(input, next));
  return {
    execute: inbound,
    handleSignal: message('HandleSignal', 'signalName'),
    handleQuery: reading(message('HandleQuery', 'queryName')),
    handleUpdate: message('HandleUpdate', 'name'),
    validateUpdate: reading(message('ValidateUpdate', 'name')),
  };
}
