import { getSession, type Session, signal } from 'kelet';

export async function whoIsThis(): Promise<Session | undefined> {
  return getSession();
}

export async function sendFeedback(): Promise<void> {
  await signal({ kind: 'feedback', source: 'human', score: 1 });
}
