import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BundleOptions } from '@temporalio/worker';
import { KeletPlugin } from 'kelet-temporal-plugin';
import { addedTo, bundleModules, smallWorkflows } from '../support/bundle';
import { command, packAll } from '../support/pack';
import { buildProgram } from '../support/program';
import { installProject } from '../support/project';
import { temporaryDirectory } from '../support/temporary';
import { report } from './report';
import { medianOf } from './statistics';

const ROUNDS = Number(process.env['KELET_BENCH_ROUNDS'] ?? 40);

/** What a user has who starts workflows, and has no Kelet yet. */
const CLIENT = '@temporalio/client';
const TEMPORAL = { [CLIENT]: '~1.24.0' };

/** What is imported beside the client, each in processes of its own. */
const ENTRIES = [
  'kelet',
  'kelet/temporal',
  'kelet/opentelemetry',
  'kelet-core',
  'kelet-temporal-headers',
  'kelet-temporal-interceptors',
  'kelet-temporal-interceptors/client',
  'kelet-temporal-plugin',
  'kelet-opentelemetry',
  'kelet-console',
];

const directory = temporaryDirectory();
const build = temporaryDirectory(__dirname);
let tarballs: Record<string, string>;

beforeAll(async () => {
  tarballs = await packAll();
}, 600_000);

/** The files below a folder, but for links, and what npm notes down for itself. */
function sizeOf(folder: string): { bytes: number; files: number } {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== '.package-lock.json')
    .map((entry) => statSync(join(entry.parentPath, entry.name)).size);
  return { bytes: files.reduce((sum, bytes) => sum + bytes, 0), files: files.length };
}

const packagesIn = (project: string) =>
  readdirSync(join(project, 'node_modules'), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.name === 'package.json' && /node_modules[\\/](@[^\\/]+[\\/])?[^\\/]+$/.test(entry.parentPath),
  ).length;

async function installed(name: string, own: readonly string[]): Promise<string> {
  const project = join(directory, name);
  await installProject({ directory: project, packageManager: 'npm', tarballs, own, dependencies: TEMPORAL });
  return project;
}

test('bytes and files of each package, and of its installation beside the client', async () => {
  const base = await installed('without', []);
  const without = { ...sizeOf(join(base, 'node_modules')), packages: packagesIn(base) };
  const rows = [];
  for (const [name, tarball] of Object.entries(tarballs)) {
    const unpacked = join(directory, `unpacked-${name}`);
    mkdirSync(unpacked);
    await command('tar', ['-xzf', tarball, '-C', unpacked], directory);
    const project = await installed(`with-${name}`, [name]);
    const own = sizeOf(unpacked);
    const all = sizeOf(join(project, 'node_modules'));
    rows.push({
      package: name,
      'tarball, bytes': statSync(tarball).size,
      'unpacked, bytes': own.bytes,
      files: own.files,
      'installed, bytes more': all.bytes - without.bytes,
      'files more': all.files - without.files,
      'packages more': packagesIn(project) - without.packages,
    });
    expect(statSync(join(project, 'node_modules', name)).isDirectory()).toBe(true);
    expect(all.bytes - without.bytes).toBeGreaterThanOrEqual(own.bytes);
  }
  report('footprint-size', rows);
  expect(rows).toHaveLength(7);
}, 900_000);

test('milliseconds to import each package after the client', async () => {
  const sources = join(__dirname, 'program');
  const program = await buildProgram(sources, [join(sources, 'import-time.ts')], build);
  const project = await installed('imports', Object.keys(tarballs));
  const script = join(program, 'import-time.js');
  interface Sample {
    readonly name: string;
    readonly wall: number;
    readonly cpu: number;
    readonly modules: number;
    readonly exports: number;
  }
  const ofClient: Sample[] = [];
  const ofEntry = ENTRIES.map(() => [] as Sample[]);
  // The first round fills the caches of the file system.
  for (let round = -1; round < ROUNDS; round++) {
    for (let turn = 0; turn < ENTRIES.length; turn++) {
      const index = (turn + round + 1) % ENTRIES.length;
      const { stdout } = await command(process.execPath, [script, CLIENT, ENTRIES[index] ?? ''], project);
      const [client, entry] = JSON.parse(stdout) as [Sample, Sample];
      if (round < 0) continue;
      ofClient.push(client);
      ofEntry[index]?.push(entry);
    }
  }
  const rows = [ofClient, ...ofEntry].map((samples) => {
    const [wall, cpu] = (['wall', 'cpu'] as const).map((key) => medianOf(samples.map((sample) => sample[key])));
    return {
      import: samples === ofClient ? `${CLIENT} alone` : `${samples[0]?.name} after it`,
      ms: wall?.median.toFixed(1) ?? '',
      '95 % interval': `${wall?.low.toFixed(1)} to ${wall?.high.toFixed(1)}`,
      'ms of CPU': cpu?.median.toFixed(1) ?? '',
      '95 % interval of it': `${cpu?.low.toFixed(1)} to ${cpu?.high.toFixed(1)}`,
      modules: samples[0]?.modules ?? 0,
      processes: samples.length,
    };
  });
  report('footprint-import', rows);
  expect(ofEntry.map((samples) => samples.length)).toEqual(ENTRIES.map(() => ROUNDS));
  for (const { modules, exports } of [...ofClient, ...ofEntry.flat()]) {
    expect(modules).toBeGreaterThan(0);
    expect(exports).toBeGreaterThan(0);
  }
}, 3_600_000);

test('bytes and modules that a bundle of workflow code has more', async () => {
  const workflows = smallWorkflows(build);
  const plugins = [new KeletPlugin({ includeOtelPlugin: false })];
  const bare = await bundleModules({ workflowsPath: workflows.nothing });
  const row = async (what: string, options: BundleOptions) => {
    const { bytes, modules } = addedTo(bare, await bundleModules(options));
    return { bundle: what, 'bytes more': bytes, 'modules more': modules.length, 'Kelet in it': modules.join(', ') };
  };
  const rows = [
    await row('without Kelet', { workflowsPath: workflows.nothing }),
    await row('the plugin', { workflowsPath: workflows.nothing, plugins }),
    await row('workflow code that imports kelet', { workflowsPath: workflows.kelet }),
    await row('both', { workflowsPath: workflows.kelet, plugins }),
  ];
  report('footprint-bundle', rows);
  expect(rows.map((row) => row['Kelet in it'].includes('interceptors'))).toEqual([false, true, false, true]);
  expect(rows.map((row) => row['Kelet in it'].includes('kelet-core'))).toEqual([false, false, true, true]);
}, 300_000);
