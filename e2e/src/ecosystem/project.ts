import { cpSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { packAll } from '../support/pack';
import { compileSources, installProject } from '../support/project';
import { keletAt } from '../support/secret';
import { temporalAddress } from '../support/server';

const TEMPORAL_PACKAGES = [
  'activity',
  'client',
  'common',
  'interceptors-opentelemetry',
  'plugin',
  'worker',
  'workflow',
];

/** What every program needs; the newest of OpenTelemetry's SDK 2.x. */
const BASE = {
  ...Object.fromEntries(TEMPORAL_PACKAGES.map((name) => [`@temporalio/${name}`, '~1.24.0'])),
  '@opentelemetry/api': '~1.9.0',
  '@opentelemetry/instrumentation-http': '~0.223.0',
  '@opentelemetry/instrumentation-undici': '~0.33.0',
  '@opentelemetry/resources': '^2.0.0',
  '@opentelemetry/sdk-node': '~0.223.0',
  '@opentelemetry/sdk-trace-base': '^2.0.0',
  '@types/node': '^20.19.0',
};

/** Makes `directory` a project of a user's, with Kelet as packed, and the program with these set-ups in `dist`. */
export async function makeProject(
  directory: string,
  dependencies: Readonly<Record<string, string>>,
  setUps: readonly string[],
): Promise<void> {
  const tarballs = await packAll();
  const all = { ...BASE, ...dependencies };
  await installProject({ directory, packageManager: 'npm', tarballs, own: ['kelet'], dependencies: all });
  cpSync(join(__dirname, 'program'), join(directory, 'src'), {
    recursive: true,
    filter: (path) => basename(dirname(path)) !== 'setups' || setUps.includes(basename(path, '.ts')),
  });
  await compileSources(directory);
}

/** The environment of a program that sends to Kelet at `apiUrl`. */
export function environment(apiUrl: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...keletAt(apiUrl),
    TEMPORAL_ADDRESS: temporalAddress(),
    // Of the others, where nothing listens.
    SENTRY_DSN: 'http://public@127.0.0.1:9/1',
    LANGFUSE_PUBLIC_KEY: 'pk',
    LANGFUSE_SECRET_KEY: 'sk',
    LANGFUSE_BASE_URL: 'http://127.0.0.1:9',
  };
}

export interface Theirs {
  readonly name: string;
  readonly traceId: string;
  readonly session?: unknown;
}

/** What a program printed of the spans at the user's own backend. */
export function theirsIn(stdout: string): Theirs[] {
  return JSON.parse(stdout.slice(stdout.lastIndexOf('{"theirs"'))).theirs;
}

/** What a program was told. */
export function warningsIn(stderr: string): string[] {
  return stderr.split('\n').filter((line) => line.startsWith('[kelet]'));
}
