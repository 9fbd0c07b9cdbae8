import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ReplayWorkerOptions, Worker } from '@temporalio/worker';

const HISTORIES = join(__dirname, 'histories');
export const workflowsPath = require.resolve('../table/program/workflows');

/** Recorded with Kelet and without it, by the oldest and the newest SDK: see histories.record.ts. */
export const files = readdirSync(HISTORIES).sort();
/** Without Kelet, `signal()` schedules nothing. */
export const signalling = files.filter((file) => file.startsWith('remarks'));

export const textOf = (file: string) => readFileSync(join(HISTORIES, file), 'utf8');

export async function replayAll(options: ReplayWorkerOptions, names = files, change = (history: string) => history) {
  async function* histories() {
    for (const file of names) {
      yield { workflowId: file, history: JSON.parse(change(textOf(file))) };
    }
  }
  const failed: string[] = [];
  let count = 0;
  for await (const { workflowId, error } of Worker.runReplayHistories(options, histories())) {
    count++;
    if (error !== undefined) failed.push(`${workflowId}: ${error.message}`);
  }
  return { count, failed };
}
