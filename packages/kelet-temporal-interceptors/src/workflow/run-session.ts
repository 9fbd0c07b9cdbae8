import type { Headers } from '@temporalio/common';
import type { Session } from 'kelet-core';
import { floor, freeze, native } from 'kelet-core/internal';
import { agentOf } from '../shared/agent-header';
import { inProjectOf, readSession } from '../shared/read-session';
import type { Activation, Timestamp } from './internals';

/** The session of one workflow run. */
export interface RunSession {
  /** Whether a query handler or an update validator runs just now. */
  readOnly(): boolean;
  /** The time of the workflow, in milliseconds since 1970: that of its latest activation. */
  now(): number;
  /** Takes note of what an activation is for: queries come in activations of their own. */
  activate(activation: Pick<Activation['activation'], 'jobs' | 'timestamp'>): void;
  /** Runs `fn`, which is the synchronous code of a query handler or of a validator. */
  reading<O>(fn: () => O): O;
  /** The agent that the run is a part of, where it was started in one. */
  agent(): string | undefined;
  /** Takes the run's own session from the headers that started it, else derives one. */
  begin(headers: Headers | null | undefined): void;
  /**
   * The session in which a handler runs: that of the message, else that of the run. A message that names
   * the run's own session without its user or its metadata has those of the run, unless it names another project.
   */
  effective(headers: Headers): Session | undefined;
  /**
   * The session that the next run of a continue-as-new begins with: that of the run, also where a handler of a
   * message with another session asks for it, unless it does so inside of an `agenticSession()` of its own.
   */
  forNextRun(current: Session | undefined): Session | undefined;
}

export function createRunSession(derive: () => Session | undefined = () => undefined): RunSession {
  let base: Session | undefined;
  let agent: string | undefined;
  const ofMessages = new native.WeakSet<Session>();
  let readOnly = false;
  let querying = false;
  let now = 0;
  return {
    readOnly: () => readOnly || querying,
    now: () => now,
    activate({ jobs, timestamp }) {
      querying = jobs?.some(({ queryWorkflow }) => queryWorkflow != null) ?? false;
      // An activation for queries alone has none, or that of now.
      if (timestamp && !querying) now = msOf(timestamp);
    },
    reading(fn) {
      readOnly = true;
      try {
        return fn();
      } finally {
        readOnly = false;
      }
    },
    agent: () => agent,
    begin(headers) {
      agent = agentOf(headers);
      base = readSession(headers) ?? inProjectOf(headers, derive());
    },
    effective(headers) {
      const own = readSession(headers);
      if (own === undefined) return base;
      const isOfRun = own.sessionId === base?.sessionId && (own.project ?? base?.project) === base?.project;
      const session = isOfRun ? freeze({ ...base, ...own }) : own;
      ofMessages.add(session);
      return session;
    },
    forNextRun(current) {
      return current === undefined || ofMessages.has(current) ? base : current;
    },
  };
}

// Temporal's own function asks for Math at each call, which workflow code may have replaced.
function msOf({ seconds, nanos }: Timestamp): number {
  return (seconds?.toNumber() ?? 0) * 1000 + floor((nanos ?? 0) / 1_000_000);
}
