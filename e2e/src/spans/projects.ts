import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { packAll, ROOT } from '../support/pack';
import { buildProgram } from '../support/program';
import { installProject } from '../support/project';
import { shared } from '../support/shared';

/** Temporal's two OpenTelemetry packages, each with the newest Temporal that it can be installed beside. */
export const VERSIONS = {
  v1: { otel: '@temporalio/interceptors-opentelemetry', temporal: '1.24.0' },
  v2: { otel: '@temporalio/interceptors-opentelemetry-v2', temporal: '1.23.0' },
};
const V1 = VERSIONS.v1.otel;
const V2 = VERSIONS.v2.otel;

/**
 * The same on older versions of Temporal: one that mixes traces up
 * where runs share a context, the first that does not, then the last patch of each.
 */
export const OLDER = {
  'v1 of 1.17.2': { otel: V1, temporal: '1.17.2' },
  'v1 of 1.17.5': { otel: V1, temporal: '1.17.5' },
  'v1 of 1.18.2': { otel: V1, temporal: '1.18.2' },
  'v1 of 1.20.3': { otel: V1, temporal: '1.20.3' },
  'v2 of 1.20.3': { otel: V2, temporal: '1.20.3' },
  'v1 of 1.22.0': { otel: V1, temporal: '1.22.0' },
  'v2 of 1.22.0': { otel: V2, temporal: '1.22.0' },
};

export const ALL_VERSIONS = { ...VERSIONS, ...OLDER };
export type Version = keyof typeof ALL_VERSIONS;

const TEMPORAL = ['activity', 'client', 'common', 'nexus', 'plugin', 'worker', 'workflow'];

/**
 * A project for each, with Kelet as packed and with the programs of this folder, which are compiled in `build`.
 *
 * @returns the directory of both, which `programOf()` takes
 */
export function installProjects(build: string, versions: Partial<typeof ALL_VERSIONS> = VERSIONS): Promise<string> {
  return shared(`spans of ${Object.keys(versions).join()}`.replaceAll(/\W+/g, '-'), async (directory) => {
    const tarballs = await packAll();
    const program = await buildProgram(join(ROOT, 'e2e/src'), [join(__dirname, 'program')], build);
    const projects = Object.entries(versions).map(async ([name, { otel, temporal }]) => {
      const packages = [...TEMPORAL.map((part) => `@temporalio/${part}`), otel];
      await installProject({
        directory: join(directory, name),
        packageManager: 'pnpm',
        tarballs,
        own: ['kelet-core', 'kelet-opentelemetry', 'kelet-temporal-plugin'],
        dependencies: {
          ...Object.fromEntries(packages.map((part) => [part, temporal])),
          '@opentelemetry/api': '~1.9.0',
          'nexus-rpc': '^0.0.3',
        },
      });
      cpSync(program, join(directory, name, 'program'), { recursive: true });
    });
    await Promise.all(projects);
  });
}

/** Where the programs of this folder are in the project of a version. */
export function programOf(directory: string, version: Version): string {
  return join(directory, version, 'program/spans/program');
}
