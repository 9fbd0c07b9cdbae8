import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { command, packAll } from '../support/pack';
import { buildProgram } from '../support/program';
import { installProject } from '../support/project';
import { temporalAddress } from '../support/server';
import { temporaryDirectory } from '../support/temporary';
import { report } from './report';
import { medianOf, ratioOf } from './statistics';

const ROUNDS = Number(process.env['KELET_BENCH_ROUNDS'] ?? 40);

interface Project {
  readonly temporal: string;
  readonly otel: 'v1' | 'v2';
}

const PROJECTS: readonly Project[] = [
  { temporal: '1.18.2', otel: 'v1' },
  { temporal: '1.24.0', otel: 'v1' },
  { temporal: '1.23.0', otel: 'v2' }, // the newest of that package
];

const SDK = { v1: '^1.30.0', v2: '^2.0.0' };
const OTEL_PACKAGE = {
  v1: '@temporalio/interceptors-opentelemetry',
  v2: '@temporalio/interceptors-opentelemetry-v2',
};

const CASES = {
  '3 activities': { activities: 3, workflows: 60 },
  '30 activities': { activities: 30, workflows: 12 },
  'no cache': { activities: 3, workflows: 40, maxCachedWorkflows: 0 },
  'a history of 200 activities': { activities: 200, workflows: 4 },
  'metadata at its limit': { activities: 3, workflows: 60, metadataBytes: 2000 },
};

/** By what each variant is compared. */
const BASES: Readonly<Record<string, readonly string[]>> = {
  'bare, Temporal preloaded': ['bare'],
  'headers by hand': ['bare'],
  Kelet: ['bare', 'headers by hand'],
  OTel: ['bare'],
  'OTel with Kelet': ['OTel'],
};

/** All of them, but for what `KELET_BENCH_CASES` leaves, which is a regular expression. */
const ONLY = new RegExp(process.env['KELET_BENCH_CASES'] ?? '');

const directory = temporaryDirectory();
const build = temporaryDirectory(__dirname);
let program: string;
let tarballs: Record<string, string>;

beforeAll(async () => {
  tarballs = await packAll();
  const sources = join(__dirname, 'program');
  const files = ['cost', 'cost-workflows', 'headers-workflows', 'variants'].map((name) => join(sources, `${name}.ts`));
  program = await buildProgram(sources, files, build);
}, 600_000);

test.each(PROJECTS)(
  'CPU per workflow, Temporal $temporal and OpenTelemetry $otel',
  async ({ temporal, otel }) => {
    const project = join(directory, `${temporal}-${otel}`);
    const ofTemporal = ['activity', 'client', 'common', 'plugin', 'worker', 'workflow'].map(
      (name) => `@temporalio/${name}`,
    );
    await installProject({
      directory: project,
      packageManager: 'pnpm',
      tarballs,
      own: ['kelet-core', 'kelet-opentelemetry', 'kelet-temporal-plugin'],
      dependencies: {
        ...Object.fromEntries([...ofTemporal, OTEL_PACKAGE[otel]].map((name) => [name, temporal])),
        '@opentelemetry/api': '^1.9.0',
        '@opentelemetry/sdk-trace-base': SDK[otel],
        '@opentelemetry/resources': SDK[otel],
      },
    });
    cpSync(program, join(project, 'program'), { recursive: true });
    const rows = [];
    for (const [name, given] of Object.entries(CASES).filter(([name]) => ONLY.test(name))) {
      const args = [
        '--expose-gc',
        'program/cost.js',
        temporalAddress(),
        JSON.stringify({ ...given, otel, rounds: ROUNDS }),
      ];
      const { stdout } = await command(process.execPath, args, project, process.env, 3_600_000);
      const results = JSON.parse(stdout.slice(stdout.lastIndexOf('\n[') + 1)) as { name: string; micros: number[] }[];
      const microsOf = (variant: string) => results.find((result) => result.name === variant)?.micros ?? [];
      for (const variant of results) {
        for (const base of BASES[variant.name] ?? ['']) {
          const ratio = base === '' ? undefined : ratioOf(variant.micros, microsOf(base));
          rows.push({
            case: name,
            variant: variant.name,
            'µs per workflow': Math.round(medianOf(variant.micros).median),
            'compared with': base,
            ratio: ratio === undefined ? '' : ratio.median.toFixed(3),
            '95 % interval': ratio === undefined ? '' : `${ratio.low.toFixed(3)} to ${ratio.high.toFixed(3)}`,
            rounds: variant.micros.length,
          });
        }
      }
    }
    report(`cost-temporal-${temporal}-otel-${otel}`, rows);
    expect(rows.length % 7).toBe(0);
    expect(rows.length).toBeGreaterThan(0);
  },
  7_200_000,
);
