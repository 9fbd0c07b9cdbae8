import type { Headers, Payload } from '@temporalio/common';
import { defaultPayloadConverter } from '@temporalio/common';
import { bindSession, type Session } from 'kelet-core';
import { freeze, isId, runInSession, warnOnce } from 'kelet-core/internal';
import { type AutoSession, deriveSession } from '../shared/auto-session';
import { inProjectOf, readSession } from '../shared/read-session';
import { interceptorsOf } from './interceptors-of';

/** What is used of Temporal's `Client`, and of its `WorkflowClient`. */
export interface HistoryClient {
  readonly options: { readonly namespace: string; readonly interceptors?: unknown };
  readonly workflowService: {
    getWorkflowExecutionHistory(request: {
      namespace: string;
      execution: { workflowId: string; runId?: string };
      maximumPageSize: number;
    }): Promise<HistoryPage>;
  };
}

/** The first page of a history, as far as it matters here. */
export interface HistoryPage {
  readonly history?: { readonly events?: readonly HistoryEvent[] | null | undefined } | null | undefined;
}

interface HistoryEvent {
  readonly workflowExecutionStartedEventAttributes?: StartedAttributes | null | undefined;
}

interface StartedAttributes {
  readonly workflowType?: { readonly name?: string | null | undefined } | null | undefined;
  readonly taskQueue?: { readonly name?: string | null | undefined } | null | undefined;
  readonly header?: { readonly fields?: Headers | null | undefined } | null | undefined;
  readonly searchAttributes?:
    | { readonly indexedFields?: Readonly<Record<string, Payload>> | null | undefined }
    | null
    | undefined;
}

/** Where a client's interceptors look for the session of a run that carries none. */
export interface SessionSources {
  readonly searchAttribute?: string | undefined;
  readonly autoSession?: AutoSession | undefined;
}

/** The property in which an interceptor holds its `SessionSources`; registered, so that copies find the same one. */
const SOURCES = Symbol.for('kelet.session-sources');

/** Lets the interceptors of a client say where they look for sessions. */
export function markSources(interceptor: object, sources: SessionSources): void {
  Object.assign(interceptor, { [SOURCES]: sources });
}

/**
 * The session of a workflow run, open or closed, by its id alone: for a vote that comes days later, in another process.
 * It is the one that the run was started with, from the headers of its first event; else what the option
 * `searchAttribute` wrote; else what `autoSession` derives. Both options are those of the client's own interceptors,
 * that is of the KeletPlugin that the client was made with.
 *
 * One request, for one event. Without `runId` it is the latest run of that id.
 *
 * @returns `undefined` where the run has no session
 * @throws what Temporal's service throws, as it is: that no such run is known, or no longer, or that it may not be read
 */
export async function sessionOfWorkflow(
  client: HistoryClient,
  workflowId: string,
  runId?: string,
): Promise<Session | undefined> {
  const { namespace, interceptors } = client.options;
  const { history } = await client.workflowService.getWorkflowExecutionHistory({
    namespace,
    execution: { workflowId, ...(runId !== undefined && { runId }) },
    maximumPageSize: 1,
  });
  const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
  if (!started) return undefined;
  const { searchAttribute, autoSession } = sourcesOf(interceptors);
  const headers = started.header?.fields;
  return (
    readSession(headers) ??
    inProjectOf(
      headers,
      sessionOfAttribute(started, searchAttribute) ?? deriveSession(autoSession, infoOf(workflowId, started), warnOnce),
    )
  );
}

/**
 * Runs `fn` in the session of a workflow run: `runInSessionOf(client, 'order-7', () => signal({ … }))`. Where the run has
 * none, `fn` runs in none.
 *
 * @returns what `fn` returns, when it is settled; a generator runs its steps in the session, too
 * @throws as `sessionOfWorkflow()`, before `fn` is called
 */
export async function runInSessionOf<R>(
  client: HistoryClient,
  workflowId: string,
  fn: () => R,
  runId?: string,
): Promise<Awaited<R>> {
  const session = await sessionOfWorkflow(client, workflowId, runId);
  return await runInSession(session, () => bindSession(fn)());
}

function infoOf(workflowId: string, { workflowType, taskQueue }: StartedAttributes) {
  return { workflowId, workflowType: workflowType?.name ?? '', ...(taskQueue?.name && { taskQueue: taskQueue.name }) };
}

function sourcesOf(interceptors: unknown): SessionSources {
  // A Client has them by kind, and a WorkflowClient its own alone.
  const { workflow = interceptors } = (interceptors ?? {}) as { workflow?: unknown };
  const marked = interceptorsOf(workflow).map(
    (one) => (one as { [SOURCES]?: SessionSources } | null | undefined)?.[SOURCES],
  );
  return marked.find((sources) => sources !== undefined) ?? {};
}

function sessionOfAttribute({ searchAttributes }: StartedAttributes, name: string | undefined): Session | undefined {
  const payload = name === undefined ? undefined : searchAttributes?.indexedFields?.[name];
  const sessionId = payload && [decoded(payload)].flat()[0];
  return isId(sessionId) ? freeze({ sessionId }) : undefined;
}

function decoded(payload: Payload): unknown {
  try {
    return defaultPayloadConverter.fromPayload(payload);
  } catch {
    return undefined; // another client's, in whatever form
  }
}
