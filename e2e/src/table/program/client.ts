import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { agenticSession } from 'kelet-core';
import { createEndpoint } from './nexus';
import { parts } from './parts';
import { ROWS } from './rows';

/** Runs every row in every column, in a process of its own, and prints what each saw, as JSON. */
async function main(address: string, taskQueue: string): Promise<void> {
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, ...parts().client });
  await createEndpoint(connection, taskQueue);
  const cells = await Promise.all(
    ROWS.map(async ({ name, run, lacking }) => {
      const missing = await lacking?.(client);
      if (missing !== undefined) return [name, missing];
      const cell = async (base: string | null, own: string | null) => {
        const start = () => run({ client, taskQueue, workflowId: `${name}-${randomUUID()}`, own });
        return base === null ? start() : agenticSession({ sessionId: base }, start);
      };
      const [own, without, none] = await Promise.all([cell('base', 'own'), cell('base', null), cell(null, null)]);
      return [name, { own, without, none }];
    }),
  );
  console.log(JSON.stringify(Object.fromEntries(cells)));
  await connection.close();
}

const [address = '', taskQueue = ''] = process.argv.slice(2);
main(address, taskQueue).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
