import { getSessionId } from 'kelet-core';
import { inMemoryTransport } from 'kelet-core/testing';

const attempts = new Map<string, number>();

/** Takes the signals of the worker. */
export const transport = inMemoryTransport();

/** The session of the first signal that the code of a workflow sent. */
export async function sessionOfSignal(workflowId: string): Promise<string | null> {
  return transport.find({ workflowId })[0]?.sessionId ?? null;
}

/** The session id that an activity runs in; `null` where there is none, so that it survives JSON. */
export async function who(): Promise<string | null> {
  return getSessionId() ?? null;
}

/** True for the first `times` calls with this key. */
export async function failsFirst(key: string, times: number): Promise<boolean> {
  const attempt = (attempts.get(key) ?? 0) + 1;
  attempts.set(key, attempt);
  return attempt <= times;
}
