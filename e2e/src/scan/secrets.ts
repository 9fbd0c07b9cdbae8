import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';

const AT_ONCE = 16;

/** The workflow ids of the histories since a moment that have the secret in them, and how many were looked at. */
export async function inHistories(client: Client, secret: string, since: string) {
  const found = new Set<string>();
  let scanned = 0;
  const executions = client.workflow.list({ query: `StartTime >= '${since}'` })[Symbol.asyncIterator]();
  async function scan(): Promise<void> {
    for (;;) {
      const { done, value } = await executions.next();
      if (done) return;
      const history = await client.workflow.getHandle(value.workflowId, value.runId).fetchHistory();
      scanned++;
      if (contains(history, secret)) found.add(value.workflowId);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, scan));
  return { found: [...found], scanned };
}

/** The same for files: what was logged and what was received. */
export function inFiles(directory: string, secret: string) {
  const files = readdirSync(directory);
  return { found: files.filter((file) => readFileSync(join(directory, file)).includes(secret)), scanned: files.length };
}

/** Whether a text, or bytes as text, anywhere in a value, holds the secret. */
export function contains(value: unknown, secret: string): boolean {
  if (typeof value === 'string') return value.includes(secret);
  if (value instanceof Uint8Array || ArrayBuffer.isView(value)) {
    const { buffer, byteOffset, byteLength } = value as Uint8Array;
    return Buffer.from(buffer, byteOffset, byteLength).includes(secret);
  }
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => key.includes(secret) || contains(inner, secret));
}
