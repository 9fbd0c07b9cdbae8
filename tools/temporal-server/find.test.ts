import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const SCRIPT = `
  import { findTemporal } from ${JSON.stringify(join(__dirname, 'find.mjs'))};
  try {
    console.log(JSON.stringify(await findTemporal({ log: () => {}, env: process.env })));
  } catch (error) {
    console.log(JSON.stringify({ error: error.message }));
  }
`;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'find-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Looks in a world that has only what `env` names: an empty PATH and cache, no download. */
function find(env: Record<string, string> = {}): { path?: string; origin?: string; error?: string } {
  const bare = { PATH: '', KELET_CACHE_DIR: join(directory, 'cache'), KELET_TEMPORAL_DOWNLOAD: 'off', ...env };
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', SCRIPT], { env: bare, encoding: 'utf8' });
  return JSON.parse(output);
}

function executable(...path: string[]): string {
  const file = join(directory, ...path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, 0o755);
  return file;
}

test('the first place that has one wins: TEMPORAL_CLI_PATH, the PATH, the cache', () => {
  const cached = executable('cache', 'temporal-cli-v1.5.1', 'temporal');
  expect(find()).toEqual({ path: cached, origin: 'cache' });
  const onPath = executable('bin', 'temporal');
  const PATH = dirname(onPath);
  expect(find({ PATH })).toEqual({ path: onPath, origin: 'PATH' });
  const given = executable('given');
  expect(find({ PATH, TEMPORAL_CLI_PATH: given })).toEqual({ path: given, origin: 'TEMPORAL_CLI_PATH' });
});

test('a TEMPORAL_CLI_PATH that is no executable is an error, not passed over', () => {
  executable('cache', 'temporal-cli-v1.5.1', 'temporal');
  expect(find({ TEMPORAL_CLI_PATH: '/nowhere/temporal' }).error).toBe(
    'TEMPORAL_CLI_PATH is /nowhere/temporal, which is not an executable file.',
  );
});

test('where there is none, one error names all five ways and why each failed', () => {
  const { error } = find();
  expect(error).toMatch(/1\. TEMPORAL_CLI_PATH: not set/);
  expect(error).toMatch(/2\. PATH: has no `temporal`/);
  expect(error).toContain(`3. The cache: has none at ${join(directory, 'cache', 'temporal-cli-v1.5.1', 'temporal')}`);
  expect(error).toMatch(/4\. Temporal's own download: KELET_TEMPORAL_DOWNLOAD is off/);
  expect(error).toMatch(/5\. A build with Go: there is no `go` on the PATH/);
  expect(error).toContain('TEMPORAL_ADDRESS');
});

test('a build that fails leaves nothing in the cache that looks finished', () => {
  const go = executable('bin', 'go');
  writeFileSync(
    go,
    '#!/bin/sh\n[ "$1" = version ] && exit 0\necho partial > "$GOBIN/temporal"\necho no network >&2\nexit 1\n',
  );
  const env = { PATH: dirname(go) };
  expect(find(env).error).toMatch(/5\. A build with Go: `go install .*` failed: no network/);
  expect(find(env).error).toMatch(/3\. The cache: has none/);
});
