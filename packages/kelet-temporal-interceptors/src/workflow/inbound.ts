import { runInSession, stampActiveSpan } from 'kelet-core/internal';
import { agentOf, inAgent } from '../shared/agent-header';
import type { PassThrough } from '../shared/pass-through';
import type { RunSession } from './run-session';

/** Every handler of a workflow runs in its effective session, in a context of its own even where there is none. */
export function inboundInterceptor(run: RunSession) {
  // A signal that was buffered until setHandler() would else run in the context of that call.
  const inbound: PassThrough = (input, next) => {
    const session = run.effective(input.headers);
    stampActiveSpan(session);
    return inAgent(agentOf(input.headers) ?? run.agent(), () => runInSession(session, next, input));
  };
  const reading: PassThrough = (input, next) => run.reading(() => inbound(input, next));
  return {
    execute: inbound,
    handleSignal: inbound,
    handleQuery: reading,
    handleUpdate: inbound,
    validateUpdate: reading,
  };
}
