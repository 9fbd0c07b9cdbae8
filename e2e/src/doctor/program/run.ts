import { randomUUID } from 'node:crypto';
import { agenticSession, type Session } from 'kelet-core';
import type { Tools } from './set-up';

export const SESSION: Session = { sessionId: 'conv-42', userId: 'user-7', metadata: { plan: 'pro' } };

/** Runs the smallest workflow to its end, in a session; gives its id. */
export async function askIn(session: Session | undefined, tools: Tools): Promise<string> {
  return start('ask', ['hello'], session, tools);
}

/** Runs a workflow to its end, however it ends. */
export async function start(
  type: string,
  args: unknown[],
  session: Session | undefined,
  { client, taskQueue }: Tools,
): Promise<string> {
  const workflowId = randomUUID();
  const run = () => client.workflow.execute(type, { args, workflowId, taskQueue });
  await (session === undefined ? run() : agenticSession(session, run));
  return workflowId;
}
