import { Client, Connection } from '@temporalio/client';
import { flushAll, signal } from 'kelet';
import { runInSessionOf } from 'kelet/temporal';
import { setUp, TEMPORAL_ADDRESS } from './kelet';

/** `node late-vote.js <workflow id> up|down`: what a customer says of a whole chat, days after it, in an answer to a mail. */
async function main(workflowId: string, vote: 'up' | 'down'): Promise<void> {
  const plugin = setUp('support-chat-mails');
  const connection = await Connection.connect({ address: TEMPORAL_ADDRESS });
  const client = new Client({ connection, plugins: [plugin] });
  // The id is all that the mail has. The session, and with it the project, is that of the run, open or closed.
  await runInSessionOf(client, workflowId, () =>
    signal({
      kind: 'feedback',
      source: 'human',
      triggerName: 'mail',
      score: vote === 'up' ? 1 : 0,
      key: `mail:${workflowId}`,
    }),
  );
  await flushAll({ timeoutMs: 5_000 });
  await connection.close();
}

const [workflowId, vote] = process.argv.slice(2);
if (workflowId === undefined || (vote !== 'up' && vote !== 'down')) {
  console.error('Usage: node late-vote.js <workflow id> up|down');
  process.exit(1);
}
main(workflowId, vote).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
