import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { command, ROOT } from './pack';
import { compile, writeJson } from './project';
import { temporalAddress } from './server';

/** What each row saw in each column; a text where this version of Temporal cannot have the row. */
export type Table = Record<string, string | { own: unknown; without: unknown; none: unknown }>;

/** Compiles the table's program, once, against the newest Temporal; older ones run the same code. */
export async function buildTable(directory: string): Promise<string> {
  const program = join(ROOT, 'e2e/src/table/program');
  return buildProgram(program, [program], directory);
}

/** Compiles what `include` names, for processes of its own; the result has the folders below `rootDir`. */
export async function buildProgram(rootDir: string, include: string[], directory: string): Promise<string> {
  const outDir = join(directory, 'program');
  writeJson(join(directory, 'tsconfig.json'), {
    extends: join(ROOT, 'tsconfig.base.json'),
    compilerOptions: {
      composite: false,
      declaration: false,
      inlineSources: false,
      sourceMap: false,
      types: ['node'],
      typeRoots: [join(ROOT, 'node_modules/@types')],
      rootDir,
      outDir,
    },
    include,
  });
  await compile(directory);
  return outDir;
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
