import { cpSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, packAll } from '../support/pack';
import { installProject } from '../support/project';
import { temporalAddress } from '../support/server';
import { temporaryDirectory } from '../support/temporary';
import { buildTable } from '../table/run-table';
import { VERSIONS } from '../table/versions';

/** A worker that lives long: the heap must not grow faster with Kelet than without it. */
const BLOCKS = 5;
const SIZE = 1000;
/** Enough to see a leak, which makes each workflow slower than the one before. */
const SIZE_OF_LEAK = 200;
/** What a workflow may leave behind more than without Kelet, in bytes; noise is some tens. */
const ALLOWED_PER_WORKFLOW = 200;

const directory = temporaryDirectory();
const build = temporaryDirectory(__dirname);
const OLDEST = VERSIONS[0]?.version ?? '';
const NEWEST = VERSIONS.at(-1)?.version ?? '';
const projects: Record<string, string> = {};

beforeAll(async () => {
  const tarballs = await packAll();
  const program = await buildTable(build);
  for (const version of [OLDEST, NEWEST]) {
    const project = join(directory, version);
    const temporal = ['activity', 'client', 'common', 'worker', 'workflow'].map((name) => [
      `@temporalio/${name}`,
      version,
    ]);
    const own = ['kelet-core', 'kelet-temporal-interceptors'];
    await installProject({
      directory: project,
      packageManager: 'pnpm',
      tarballs,
      own,
      dependencies: Object.fromEntries(temporal),
    });
    cpSync(program, join(project, 'table'), { recursive: true });
    projects[version] = project;
  }
}, 600_000);

/** Bytes of heap that a workflow leaves behind: the slope over the blocks, by least squares. */
async function bytesPerWorkflow(version: string, as: string, size: number): Promise<number> {
  const script = join(projects[version] ?? '', 'table/soak.js');
  const args = ['--expose-gc', script, temporalAddress(), String(BLOCKS), String(size)];
  const { stdout } = await command(process.execPath, args, projects[version] ?? '', { ...process.env, KELET_AS: as });
  const heap = JSON.parse(stdout.slice(stdout.lastIndexOf('['))) as number[];
  const middle = (BLOCKS - 1) / 2;
  const mean = heap.reduce((sum, bytes) => sum + bytes, 0) / BLOCKS;
  const covariance = heap.reduce((sum, bytes, block) => sum + (block - middle) * (bytes - mean), 0);
  const variance = heap.reduce((sum, _, block) => sum + (block - middle) ** 2, 0);
  return covariance / variance / size;
}

async function more(version: string, size: number): Promise<number> {
  const without = await bytesPerWorkflow(version, 'none', size);
  const withKelet = await bytesPerWorkflow(version, 'interceptors', size);
  console.info(`${version}: ${withKelet.toFixed(0)} bytes a workflow with Kelet, ${without.toFixed(0)} without`);
  return withKelet - without;
}

test.each([OLDEST, NEWEST])(
  'on Temporal %s',
  async (version) => {
    expect(await more(version, SIZE)).toBeLessThan(ALLOWED_PER_WORKFLOW);
  },
  900_000,
);

test('without the disposal, the oldest fails: the measure sees a leak', async () => {
  const core = realpathSync(join(projects[OLDEST] ?? '', 'node_modules/kelet-temporal-interceptors'));
  const file = join(core, 'dist/workflow.js');
  const code = readFileSync(file, 'utf8');
  const broken = code.replace(/\w+\(\)\.storage\.disable\(\)/g, '0');
  expect(broken).not.toBe(code);
  writeFileSync(file, broken);
  expect(await more(OLDEST, SIZE_OF_LEAK)).toBeGreaterThan(ALLOWED_PER_WORKFLOW);
}, 900_000);
