import { log } from '@temporalio/activity';
import { getSession, type Session, signal } from 'kelet';

export async function whoIsThis(): Promise<Session | undefined> {
  return getSession();
}

export async function sendFeedback(): Promise<void> {
  await signal({ kind: 'feedback', source: 'human', score: 1 });
}

export async function writeLog(message: string): Promise<void> {
  log.info(message);
}
