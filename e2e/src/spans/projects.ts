import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { packAll, ROOT } from '../support/pack';
import { installProject } from '../support/project';
import { buildProgram } from '../support/table';

/** Temporal's two OpenTelemetry packages, each with the newest Temporal that it can be installed beside. */
export const VERSIONS = {
  v1: { otel: '@temporalio/interceptors-opentelemetry', temporal: '1.24.0' },
  v2: { otel: '@temporalio/interceptors-opentelemetry-v2', temporal: '1.23.0' },
};
export type Version = keyof typeof VERSIONS;

const TEMPORAL = ['activity', 'client', 'common', 'nexus', 'plugin', 'worker', 'workflow'];

/** A project for each, with Kelet as packed and with the programs of this folder, which are compiled in `build`. */
export async function installProjects(directory: string, build: string): Promise<void> {
  const tarballs = await packAll(join(directory, 'tarballs'));
  const source = join(ROOT, 'e2e/src');
  const program = await buildProgram(source, [join(__dirname, 'program')], build);
  for (const [name, { otel, temporal }] of Object.entries(VERSIONS)) {
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
  }
}

/** Where the programs of this folder are in the project of a version. */
export function programOf(directory: string, version: Version): string {
  return join(directory, version, 'program/spans/program');
}
