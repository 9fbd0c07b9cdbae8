import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { command, ROOT } from '../support/pack';
import { buildProgram } from '../support/program';
import { temporalAddress } from '../support/server';
import { startWorkerProcess } from '../support/worker-process';

/** What each row saw in each column; a text where this version of Temporal cannot have the row. */
export type Table = Record<string, string | { own: unknown; without: unknown; none: unknown }>;

/** Compiles the table's program, once, against the newest Temporal; older ones run the same code. */
export async function buildTable(directory: string): Promise<string> {
  const program = join(ROOT, 'e2e/src/table/program');
  return buildProgram(program, [program], directory);
}

/** Less than Jest gives a test: a row that hangs must not leave its processes behind. */
const LIMIT_MS = 90_000;

/** Runs the table with its worker and its client each in a process of its own, of this or another Node. */
export async function runTable(
  directory: string,
  env: Record<string, string> = {},
  node = process.execPath,
  address = temporalAddress(),
): Promise<Table> {
  const taskQueue = `table-${randomUUID()}`;
  const worker = await startWorkerProcess(directory, taskQueue, env, node, address);
  try {
    const args = [join(directory, 'client.js'), address, taskQueue];
    const { stdout } = await command(node, args, directory, { ...process.env, ...env }, LIMIT_MS);
    return JSON.parse(stdout) as Table;
  } finally {
    await worker.end('SIGTERM');
  }
}
