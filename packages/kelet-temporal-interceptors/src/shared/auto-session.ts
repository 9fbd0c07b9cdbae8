import type { Session } from 'kelet-core';
import { freeze, isId, isThenable, quote, show, textOf } from 'kelet-core/internal';

/** What is known of a workflow where its session is derived; some places know more. */
export interface AutoSessionInfo {
  readonly workflowId: string;
  readonly workflowType: string;
  /** The task queue of the workflow, or of the activity; absent where a client does not know it. */
  readonly taskQueue?: string;
  /** The name of the activity's type; in an activity only. */
  readonly activityType?: string;
}

/**
 * Derives a session id where nothing has set one: `true` takes the segment after `/session/` in the workflow
 * id; a function decides by itself, and gives `undefined` where there is none. It must be deterministic,
 * since workflow code calls it again when it is replayed.
 */
export type AutoSession = boolean | ((info: AutoSessionInfo) => string | undefined);

/** Told of a session that could not be derived; `key` names the cause. */
export type Report = (key: string, message: string) => void;

const SEGMENT = /\/session\/([^/]+)/;

/** The derived session, or `undefined`, with a report, where there is none. Never throws. */
export function deriveSession(
  autoSession: AutoSession | undefined,
  info: AutoSessionInfo,
  report: Report,
): Session | undefined {
  if (autoSession === undefined || autoSession === false) return undefined;
  const sessionId = autoSession === true ? segment(info, report) : call(autoSession, info, report);
  if (sessionId === undefined || sessionId === null) return undefined;
  if (isId(sessionId)) return freeze({ sessionId });
  report('auto:invalid', `autoSession gave ${show(sessionId)}, which is no session id. The run has no session.`);
  return undefined;
}

function segment({ workflowId }: AutoSessionInfo, report: Report): unknown {
  const found = SEGMENT.exec(workflowId)?.[1];
  if (found === undefined) {
    report(
      'auto:no-segment',
      `autoSession is true, and a workflow id has no segment after /session/: ${show(workflowId)}. ` +
        'Such runs have no session. Give them ids like that, or pass a function.',
    );
  }
  return found;
}

function call(autoSession: (info: AutoSessionInfo) => unknown, info: AutoSessionInfo, report: Report): unknown {
  try {
    const sessionId = autoSession(info);
    if (!isThenable(sessionId)) return sessionId;
    // Nobody waits for it: left alone, its rejection would fail a workflow task, or end a process.
    sessionId.then(undefined, () => {});
    report('auto:async', 'autoSession must not be async: it gave a promise, and the run has no session.');
    return undefined;
  } catch (error) {
    report('auto:threw', `autoSession threw, and the run has no session: ${quote(textOf(error))}`);
    return undefined;
  }
}

/** The default export of a module, however it was compiled. */
export function defaultExport(module: unknown): unknown {
  return (module as { default?: unknown } | null)?.default ?? module;
}
