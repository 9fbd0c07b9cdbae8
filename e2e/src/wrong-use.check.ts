// Wrong use must not compile: each of these lines is an error, or the check of types fails.
import {
  agent,
  agenticSession,
  bindSession,
  configure,
  flushAll,
  readReference,
  referenceTo,
  type SessionMetadata,
  signal,
  withSpan,
} from 'kelet';
import { acceptSession, sessionHeaders } from 'kelet/http';
import { KeletPlugin, sessionOfWorkflow } from 'kelet/temporal';

// @ts-expect-error a session has an id
agenticSession({}, () => 1);
// @ts-expect-error which is a string
agenticSession({ sessionId: 42 }, () => 1);
// @ts-expect-error a project is named by a text
agenticSession({ sessionId: 's', project: 7 }, () => 1);
// @ts-expect-error metadata are flat
agenticSession({ sessionId: 's', metadata: { nested: { a: 1 } } }, () => 1);
// @ts-expect-error and have no null
export const metadata: SessionMetadata = { nothing: null };
// @ts-expect-error it gives what the function gives
export const text: string = agenticSession({ sessionId: 's' }, () => 1);
// @ts-expect-error a bound function takes what the function takes
bindSession((count: number) => count)('one');
// @ts-expect-error a signal has a kind
signal({ source: 'human' });
// @ts-expect-error of five
signal({ kind: 'thumbs-up', source: 'human' });
// @ts-expect-error and its value is text
signal({ kind: 'edit', source: 'human', value: 1 });
// @ts-expect-error its key is text
signal({ kind: 'feedback', source: 'human', key: 7 });
// @ts-expect-error as is what it is about
signal({ kind: 'feedback', source: 'human', about: { sessionId: 'conv-42' } });
// @ts-expect-error which there may be none of
readReference(referenceTo());
// @ts-expect-error the options of a project are those two
configure({ projects: { b: { key: 'k' } } });
// @ts-expect-error projects are by their names
configure({ projects: ['b'] });
// @ts-expect-error an agent has a name
agent({}, () => 1);
// @ts-expect-error a span of one's own has attributes
withSpan('plan', () => 1);
// @ts-expect-error of which each is one that OpenTelemetry takes
withSpan('plan', { nested: { a: 1 } }, () => 1);
// @ts-expect-error and gives what its function gives
export const planned: string = withSpan('plan', {}, () => 1);
// @ts-expect-error a request is accepted by a function
acceptSession(() => 1, { accept: true });
// @ts-expect-error a header is one text
sessionHeaders({ baggage: 'a=1' });
// @ts-expect-error a run is shown or not
new KeletPlugin({ runStartedSpan: 'yes' });
// @ts-expect-error secrets are a list
configure({ references: { secrets: 'a secret of sixteen' } });
// @ts-expect-error a limit is a number
flushAll({ timeoutMs: '5 seconds' });
// @ts-expect-error a client asks for a workflow
sessionOfWorkflow('order-7');
// @ts-expect-error failures are swallowed or raised
configure({ signalFailureMode: 'ignore' });
// @ts-expect-error limits are numbers
configure({ signals: { maxAttempts: 'three' } });
// @ts-expect-error a transport sends
configure({ signals: { transport: {} } });
// @ts-expect-error a queue has a name
new KeletPlugin({ signalDispatch: { taskQueue: 5 } });
// @ts-expect-error an agent has a name
agent({}, () => 1);
// @ts-expect-error autoSession gives an id or nothing
new KeletPlugin({ autoSession: () => 42 });
// @ts-expect-error both are needed, where they are given
new KeletPlugin({ otelPluginOptions: { resource: { attributes: {} } } });
// @ts-expect-error keys are a list
new KeletPlugin({ propagate: { metadata: 'plan' } });
