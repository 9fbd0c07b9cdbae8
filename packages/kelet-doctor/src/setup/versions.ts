import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { read } from 'kelet-core/internal';
import { scattersTraces } from 'kelet-temporal-plugin/internal';
import { type Finding, finding } from '../findings/finding';
import { type LoadedPackage, versionAt } from './loaded';
import { tracesSpans } from './otel';
import type { Part } from './parts';

/** Those that are released together; others of Temporal's have releases of their own. */
const TOGETHER = [
  'activity',
  'client',
  'common',
  'interceptors-opentelemetry',
  'interceptors-opentelemetry-v2',
  'nexus',
  'plugin',
  'worker',
  'workflow',
].map((name) => `@temporalio/${name}`);

interface Found {
  readonly name: string;
  readonly version: string;
}

/** Versions of Temporal's packages that do not go together, or with Kelet. */
export function checkVersions(parts: readonly Part[], packages: readonly LoadedPackage[]): Finding[] {
  const found: Found[] = [...packages.filter(({ name }) => TOGETHER.includes(name)), ...parts.flatMap(ofWorkflows)];
  const lines = new Set(found.map(({ name, version }) => `${name} ${version}`));
  const versions = new Set(found.map(({ version }) => version));
  return [
    ...(versions.size > 1 ? [finding('temporalVersionsDiffer', [...lines].sort())] : []),
    ...mixing(parts, found),
  ];
}

/** What Temporal bundles with workflow code is looked up from there. */
function ofWorkflows({ options }: Part): Found[] {
  const path = read(options, 'workflowsPath');
  if (typeof path !== 'string') return [];
  const name = '@temporalio/workflow';
  try {
    const manifest = createRequire(path).resolve(`${name}/package.json`);
    const version = versionAt(dirname(manifest));
    return version === undefined ? [] : [{ name, version }];
  } catch {
    return []; // a relative path, or a package that is elsewhere: Temporal itself says so
  }
}

function mixing(parts: readonly Part[], found: readonly Found[]): Finding[] {
  const version = found.find(({ name }) => name === '@temporalio/worker')?.version;
  const workers = parts.filter(({ side }) => side === 'worker').filter(tracesSpans);
  if (version === undefined || !workers.some(({ options }) => scattersTraces(options, version))) return [];
  return [finding('temporalMixesTraces', [`@temporalio/worker ${version}`, ...workers.map(({ name }) => name)])];
}
