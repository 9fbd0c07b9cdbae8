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
  // One that was buffered until setHandler() comes in the context of that call, and Temporal's span of it begins there.
  const message: PassThrough = (input, next) => {
    const span = activeSpan();
    if (span !== undefined && isOf(input as Message, read(span, 'name'))) unstampSpan(span);
    return inbound(input, next);
  };
  const reading: PassThrough = (input, next) => run.reading(() => message(input, next));
  return {
    execute: inbound,
    handleSignal: message,
    handleQuery: reading,
    handleUpdate: message,
    validateUpdate: reading,
  };
}

interface Message {
  readonly signalName?: string;
  readonly queryName?: string;
  /** Of an update. */
  readonly name?: string;
}

/** Whether a span is the one that Temporal's OpenTelemetry makes of this message, by its name. */
function isOf({ signalName, queryName, name = signalName ?? queryName }: Message, spanName: unknown): boolean {
  return typeof spanName === 'string' && /^(Handle|Validate)/.test(spanName) && spanName.endsWith(`:${name}`);
}
