import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { Receiver } from 'kelet-console';
import { command, ROOT } from '../support/pack';
import { startReceiver } from '../support/receiver';
import { keletAt } from '../support/secret';
import { temporalAddress } from '../support/server';
import { temporaryDirectory } from '../support/temporary';
import { startWorker } from '../support/worker';
import { startWorkerProcess } from '../support/worker-process';
import * as activities from './program/activities';
import { ALL_VERSIONS, installProjects, programOf, VERSIONS, type Version } from './projects';

// Each has nine choices at random: that all of them replay by chance is out of the question.
const RUNS = 8;
const TABLE = '../../table/program/workflows';
const RANDOM = './random-workflows';

const VERSION_NAMES = ['v1', 'v2'] as const;
/** What may be in a run or in its replay alone, and changes no command. */
const STARTED = { runStartedSpan: true };
const recorded = join(ROOT, 'e2e/src/replay/histories');
const files = readdirSync(recorded).sort();

/** What one test file tries, in rows of its tests. */
export interface Rows {
  /** Options of the plugin, with OpenTelemetry v2. */
  readonly v2: readonly object[];
  /** With v1: the order of the plugins, `alone` without Kelet, and its options. */
  readonly v1: readonly (readonly [order: string, options: object])[];
  /** Older versions of Temporal, for `beside`; the newest are tried in any case. */
  readonly older?: readonly Version[];
  /** The order of the plugins in the run, and those in its replays. */
  readonly beside: readonly (readonly [before: string, after: readonly string[]])[];
  /** Options of the worker whose runs are queried. */
  readonly queried: readonly object[];
}

interface Replayed {
  readonly count: number;
  readonly failed: readonly string[];
}

/** To be called at the top of a test file. */
export function testReplays({ v2, v1, older = [], beside, queried }: Rows): void {
  const versions: readonly Version[] = [...VERSION_NAMES, ...older];
  const directory = temporaryDirectory();
  const build = temporaryDirectory(__dirname);
  const random = join(directory, 'random');
  let projects: string;
  let client: Client;
  let receiver: Receiver;

  beforeAll(async () => {
    receiver = await startReceiver();
    client = new Client({ connection: await Connection.connect({ address: temporalAddress() }) });
    projects = await installProjects(
      build,
      older.length === 0 ? VERSIONS : Object.fromEntries(versions.map((name) => [name, ALL_VERSIONS[name]])),
    );
    const { taskQueue, stop } = await startWorker({
      workflowsPath: require.resolve('./program/random-workflows'),
      activities,
    });
    await record(random, taskQueue);
    await stop();
  }, 600_000);

  afterAll(async () => {
    await client.connection.close();
    await receiver.close();
  });

  /** Histories of runs whose commands depend on random numbers. */
  async function record(into: string, taskQueue: string): Promise<void> {
    await recordEach(into, () => client.workflow.start('randoms', { taskQueue, workflowId: randomUUID() }));
  }

  async function recordEach(into: string, start: () => Promise<WorkflowHandle>): Promise<void> {
    mkdirSync(into);
    const runs = Array.from({ length: RUNS }, async (_, run) => {
      const handle = await start();
      await handle.result();
      writeFileSync(join(into, `${run}.json`), historyToJSON(await handle.fetchHistory()));
    });
    await Promise.all(runs);
  }

  function environment(version: Version, order: string, options: object = {}) {
    return {
      ...keletAt(receiver.url),
      OTEL_PACKAGE: ALL_VERSIONS[version].otel,
      OTEL_ORDER: order,
      KELET_OPTIONS: JSON.stringify(options),
    };
  }

  async function replay(
    version: Version,
    order: string,
    histories: string,
    workflows: string,
    options?: object,
  ): Promise<Replayed> {
    const program = programOf(projects, version);
    const env = { ...process.env, ...environment(version, order, options) };
    const { stdout } = await command(
      process.execPath,
      [join(program, 'replay.js'), histories, workflows],
      program,
      env,
    );
    return JSON.parse(stdout.slice(stdout.lastIndexOf('{"count"')));
  }

  test.each([...v2])('v2: each history without OpenTelemetry replays with the plugin and %j', async (options) => {
    expect(await replay('v2', 'bundled', recorded, TABLE, options)).toEqual({ count: files.length, failed: [] });
    expect(await replay('v2', 'bundled', random, RANDOM, options)).toEqual({ count: RUNS, failed: [] });
  });

  /**
   * v1 draws its span ids from the random numbers of the workflow, and adds promises of its own: runs that depend on
   * either do not replay once it is added, with Kelet or without.
   */
  test.each([...v1])(
    'v1 %s, with %j: the same histories without OpenTelemetry do not replay as without Kelet',
    async (order, options) => {
      // Those of 1.10 with signals have a message together with their start; without Kelet, no run signals at all.
      const upset =
        order === 'alone' ? /^(crowded|races|remarks\w*)\./ : /^(crowded|races)\.|^remarks\w*\.with\.1\.10\./;
      const failed = files.filter((file) => upset.test(file));
      expect(await replay('v1', order, recorded, TABLE, options)).toEqual({ count: files.length, failed });
      const all = Array.from({ length: RUNS }, (_, run) => `${run}.json`);
      expect(await replay('v1', order, random, RANDOM, options)).toEqual({ count: RUNS, failed: all });
    },
  );

  test.each(versions)('%s: runs replay where Kelet comes beside what was there, and where it goes', async (version) => {
    const program = programOf(projects, version);
    for (const [before, after] of beside) {
      const histories = join(directory, `${version}-${before}`.replaceAll(' ', '-'));
      const taskQueue = `replay-${randomUUID()}`;
      const env = { ...environment(version, before, STARTED), WORKFLOWS: RANDOM };
      const worker = await startWorkerProcess(program, taskQueue, env);
      await record(histories, taskQueue);
      await worker.end('SIGTERM');
      for (const order of after) {
        const replayed = await replay(version, order, histories, RANDOM, STARTED);
        expect({ order, ...replayed }).toEqual({ order, count: RUNS, failed: [] });
      }
    }
  });

  /** Histories of runs that were queried in the middle. */
  async function recordQueried(into: string, taskQueue: string): Promise<void> {
    await recordEach(into, async () => {
      const handle = await client.workflow.start('pausing', { taskQueue, workflowId: randomUUID() });
      for (let times = 0; times < 3; times++) expect(await handle.query('ask')).toBe('waiting');
      await handle.signal('go');
      return handle;
    });
  }

  test.each(queried.flatMap((options) => VERSION_NAMES.map((version) => [version, options] as const)))(
    '%s, with %j: runs that were queried in the middle go on, and replay',
    async (version, options) => {
      const histories = join(directory, `${version}-queried-${JSON.stringify(options)}`);
      const taskQueue = `queried-${randomUUID()}`;
      const env = {
        ...environment(version, 'bundled'),
        WORKFLOWS: RANDOM,
        WORKER_OPTIONS: JSON.stringify(options),
      };
      const worker = await startWorkerProcess(programOf(projects, version), taskQueue, env);
      await recordQueried(histories, taskQueue);
      await worker.end('SIGTERM');
      const replayed = await replay(version, 'bundled', histories, RANDOM);
      expect(replayed).toEqual({ count: RUNS, failed: [] });
    },
  );
}
