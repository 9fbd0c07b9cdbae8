import { cpSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SetUp } from './set-up';

/** Loads another copy of a package, which some dependency has brought, after its text is changed. */
function another(
  name: string,
  entry: string,
  version: string | undefined,
  change: (text: string) => string = String,
): void {
  let root = dirname(realpathSync(require.resolve(name)));
  while (!isRootOf(name, root)) root = dirname(root);
  const copy = join(mkdtempSync(join(tmpdir(), 'doctor-')), 'node_modules', name);
  cpSync(root, copy, { recursive: true, filter: (path) => !path.slice(root.length).includes('node_modules') });
  if (version !== undefined) writeFileSync(join(copy, 'package.json'), JSON.stringify({ name, version }));
  const slot = join(copy, 'dist/slot.js');
  if (name === 'kelet-core') writeFileSync(slot, change(readFileSync(slot, 'utf8')));
  const loaded = require(join(copy, entry)) as { getSession?(): unknown; configure?(): void };
  loaded.configure?.();
}

function isRootOf(name: string, folder: string): boolean {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name === name;
  } catch {
    return false;
  }
}

/** Packages that are there more than once. */
export const PACKAGES: Readonly<Record<string, SetUp>> = {
  'two copies of kelet-core': { isAtStart: true, first: () => another('kelet-core', 'dist/host/node.js', '0.9.9') },
  'two versions of kelet-core that do not share their state': {
    isAtStart: true,
    first: () => another('kelet-core', 'dist/host/node.js', '0.9.9', (text) => text.replace('SHAPE = 1', 'SHAPE = 2')),
  },
  'two versions of the API of OpenTelemetry': {
    isAtStart: true,
    first: () => another('@opentelemetry/api', 'build/src/index.js', '1.4.1'),
  },
  "two versions of Temporal's packages": {
    isAtStart: true,
    first: () => another('@temporalio/common', 'lib/type-helpers.js', '1.23.0'),
  },
};
