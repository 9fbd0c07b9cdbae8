import { join } from 'node:path';
import { consoleCommand, startConsoleProcess } from '../support/console';
import { temporaryDirectory } from '../support/temporary';
import { newId, otlp, send } from './otlp';

const ROUNDS = 4;
const SENDERS = 4;
const directory = temporaryDirectory();

interface Session {
  readonly sessionId: string;
  readonly spans: number;
}

/** Sends until the console is gone; adds each span that was answered 200. */
async function sendUntilGone(url: string, session: string, answered: string[]): Promise<void> {
  for (;;) {
    const spanId = newId(8);
    try {
      if ((await send(url, otlp({ session, spanId }))) !== 200) throw new Error('the console refused a span');
    } catch (error) {
      if ((error as Error).message === 'fetch failed') return;
      throw error;
    }
    answered.push(spanId);
  }
}

test('a console that is killed while spans come in has all that it has answered for, and opens its file again', async () => {
  const db = join(directory, 'console.db');
  const answered: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = answered.length;
    const running = await startConsoleProcess({ args: ['--db', db] });
    const senders = Array.from({ length: SENDERS }, () => sendUntilGone(running.url, 'conv', answered));
    while (answered.length < before + 50) await new Promise((resolve) => setTimeout(resolve, 5));
    await running.stop('SIGKILL');
    await Promise.all(senders);
  }
  const [session] = JSON.parse(await consoleCommand('sessions', '--db', db, '--json')) as Session[];
  const file = JSON.parse(await consoleCommand('export', 'conv', '--db', db));
  const kept = new Set(
    file.resourceSpans.flatMap(({ scopeSpans }: { scopeSpans: { spans: { spanId: string }[] }[] }) =>
      scopeSpans.flatMap(({ spans }) => spans.map(({ spanId }) => spanId)),
    ),
  );
  expect(answered.filter((spanId) => !kept.has(spanId))).toEqual([]);
  // One that was written and not answered for may be there for each sender and round.
  expect(kept.size - answered.length).toBeLessThanOrEqual(ROUNDS * SENDERS);
  expect(session).toMatchObject({ sessionId: 'conv', spans: kept.size });
});

test('the file of a console that runs is refused to a command, which names the way', async () => {
  const db = join(directory, 'used.db');
  const running = await startConsoleProcess({ args: ['--db', db] });
  await expect(consoleCommand('sessions', '--db', db)).rejects.toThrow('Ask that one with --url');
  expect(JSON.parse(await consoleCommand('sessions', '--url', running.url, '--json'))).toEqual([]);
  await running.stop();
});
