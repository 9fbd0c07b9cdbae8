import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Receiver, startReceiver as start } from 'kelet-console';

/** As kelet-console's; what it received is kept for the secret scan at the end of `npm test`. */
export async function startReceiver(): Promise<Receiver> {
  const receiver = await start();
  return {
    ...receiver,
    async close() {
      keep(receiver.spans);
      // Not their keys: in that header it must be.
      keep(receiver.signals.map(({ body }) => body));
      await receiver.close();
    },
  };
}

/** Keeps what left a process, where `npm test` says to where. */
export function keep(received: unknown): void {
  const directory = process.env['KELET_KEEP_DIR'];
  if (directory === undefined) return;
  const text = JSON.stringify(received, (_, value) => (typeof value === 'bigint' ? String(value) : value));
  writeFileSync(join(directory, `${randomUUID()}.json`), text);
}
