import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { temporalAddress } from './server';

export interface WorkerProcess {
  end(signal: NodeJS.Signals): Promise<void>;
}

const running = new Set<WorkerProcess>();

// One that a test leaves behind where it fails would keep Jest's process from its end.
afterAll(() => Promise.all([...running].map((worker) => worker.end('SIGKILL'))));

/** A worker of the table's program in a process of its own, polling. */
export async function startWorkerProcess(
  directory: string,
  taskQueue: string,
  env: Record<string, string> = {},
  node = process.execPath,
  address = temporalAddress(),
): Promise<WorkerProcess> {
  const worker = spawn(node, [join(directory, 'worker.js'), address, taskQueue], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(worker, 'exit');
  const started: WorkerProcess = {
    async end(signal) {
      worker.kill(signal);
      await ended;
      running.delete(started);
    },
  };
  running.add(started);
  await ready(worker);
  return started;
}

async function ready(worker: ChildProcess): Promise<void> {
  if (worker.stdout === null) throw new Error('the worker has no output to wait for');
  // Some versions of the SDK write log lines before it.
  for await (const line of createInterface(worker.stdout)) {
    if (line !== 'ready') continue;
    worker.stdout.resume();
    return;
  }
  throw new Error('the worker ended before it was ready');
}
