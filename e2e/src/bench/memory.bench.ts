import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { buildProgram } from '../support/program';
import { temporalAddress } from '../support/server';
import { temporaryDirectory } from '../support/temporary';
import { variants } from './program/variants';
import { report } from './report';
import { medianOf, ratioOf } from './statistics';

const RUNS = Number(process.env['KELET_BENCH_RUNS'] ?? 10_000);
/** Fewer would not give an interval of 95 %. */
const ROUNDS = 6;
/** Before the first measurement: what a worker makes once is there then, and the heap has its usual spaces. */
const WARM_UP_RUNS = 500;
/** In megabytes: all runs are in the heap of one thread, and have more than its usual limit on a small machine. */
const HEAP_LIMIT = 8192;
const CONCURRENCY = 50;

const CASES = [
  { name: 'bare', variant: 'bare', workflows: 'memory-workflows' },
  { name: 'Kelet', variant: 'Kelet', workflows: 'memory-workflows' },
  { name: 'Kelet, and workflow code imports it', variant: 'Kelet', workflows: 'memory-kelet-workflows' },
] as const;
type Case = (typeof CASES)[number];

const build = temporaryDirectory(__dirname);
let program: string;
let connection: Connection;
const workers = new Set<ChildProcess>();

beforeAll(async () => {
  const sources = join(__dirname, 'program');
  const files = ['memory', 'memory-workflows', 'memory-kelet-workflows', 'variants'];
  program = await buildProgram(
    sources,
    files.map((name) => join(sources, `${name}.ts`)),
    build,
  );
  connection = await Connection.connect({ address: temporalAddress() });
}, 120_000);

afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await connection?.close();
});

/** `count` calls, some of them at once; none is under way any more where one fails. */
async function inTurns(count: number, call: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const caller = async () => {
    while (next < count) await call(next++);
  };
  const ended = await Promise.allSettled(
    Array.from({ length: CONCURRENCY }, () =>
      caller().catch((error: unknown) => {
        next = count;
        throw error;
      }),
    ),
  );
  for (const caller of ended) if (caller.status === 'rejected') throw caller.reason;
}

async function startProcess({ variant, workflows }: Case, taskQueue: string) {
  const args = [temporalAddress(), taskQueue, variant, workflows];
  const worker = fork(join(program, 'memory.js'), args, {
    execArgv: ['--expose-gc', `--max-old-space-size=${HEAP_LIMIT}`],
  });
  workers.add(worker);
  const ended = once(worker, 'exit').then(() => workers.delete(worker));
  const answer = async (): Promise<unknown> => {
    const early = ended.then(() => {
      throw new Error('the worker ended before it answered');
    });
    const [value] = await Promise.race([once(worker, 'message'), early]);
    return value;
  };
  expect(await answer()).toBe('ready');
  return {
    async memoryWith(runs: number): Promise<number> {
      worker.send(runs);
      return Number(await answer());
    },
    async end() {
      worker.kill('SIGKILL');
      await ended;
    },
  };
}

/** Bytes of resident memory per run that waits in the cache of a worker that has no other. */
async function bytesPerRun(given: Case): Promise<number> {
  const taskQueue = `bench-${randomUUID()}`;
  const variant = variants({}).find(({ name }) => name === given.variant);
  if (variant === undefined) throw new Error(`there is no variant '${given.variant}'`);
  const client = new Client({ connection, ...variant.client });
  const worker = await startProcess(given, taskQueue);
  const started: WorkflowHandle[] = [];
  const start = async () => {
    const options = { taskQueue, workflowId: `bench-${randomUUID()}` };
    started.push(await variant.around(() => client.workflow.start('wait', options)));
  };
  const memory = async () => {
    await worker.memoryWith(started.length);
    const options = { taskQueue, workflowId: `bench-${randomUUID()}`, workflowExecutionTimeout: '1 minute' } as const;
    const session = await variant.around(() => client.workflow.execute('collect', options));
    expect(session).toBe(given.variant === 'bare' ? 'none' : 'conv-42');
    return worker.memoryWith(started.length);
  };
  try {
    await inTurns(WARM_UP_RUNS, start);
    const before = await memory();
    await inTurns(RUNS, start);
    const after = await memory();
    expect(started).toHaveLength(WARM_UP_RUNS + RUNS);
    return (after - before) / RUNS;
  } finally {
    await worker.end();
    await inTurns(started.length, async (index) => started[index]?.terminate());
  }
}

test(`memory of ${RUNS} runs that wait`, async () => {
  const bytes = CASES.map(() => [] as number[]);
  for (let round = 0; round < ROUNDS; round++) {
    for (let turn = 0; turn < CASES.length; turn++) {
      const index = (turn + round) % CASES.length;
      bytes[index]?.push(await bytesPerRun(CASES[index] as Case));
    }
  }
  const base = bytes[0] ?? [];
  const rows = CASES.map(({ name }, index) => {
    const values = bytes[index] ?? [];
    const { median, low, high } = medianOf(values);
    const more = medianOf(values.map((value, round) => value - (base[round] ?? Number.NaN)));
    return {
      worker: name,
      runs: RUNS,
      'bytes per run': Math.round(median),
      '95 % interval': `${Math.round(low)} to ${Math.round(high)}`,
      'more than bare': Math.round(more.median),
      '95 % interval of it': `${Math.round(more.low)} to ${Math.round(more.high)}`,
      ratio: ratioOf(values, base).median.toFixed(3),
      rounds: values.length,
    };
  });
  report('memory', rows);
  expect(bytes.map((values) => values.length)).toEqual(CASES.map(() => ROUNDS));
}, 7_200_000);
