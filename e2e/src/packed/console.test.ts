import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { newId, otlp, send } from '../console/otlp';
import { nodeFrom } from '../ecosystem/rows';
import { startConsoleProcess } from '../support/console';
import { command, packAll } from '../support/pack';
import { installProject } from '../support/project';
import { temporaryDirectory } from '../support/temporary';

/** Of kelet-console with all that comes along, on disk. */
const MAX_MB = 5;

const directory = temporaryDirectory();
const project = join(directory, 'empty');
const program = join(project, 'node_modules/kelet-console/dist/kelet-console.js');

beforeAll(async () => {
  const tarballs = await packAll();
  const console = { 'kelet-console': tarballs['kelet-console'] ?? '' };
  await installProject({ directory: project, packageManager: 'npm', tarballs: console, own: ['kelet-console'] });
}, 300_000);

const nodes = [20, 22, 24].flatMap((major) => {
  const node = nodeFrom(major);
  return node === undefined ? [] : [[major, node] as const];
});

test.each(nodes)('alone in an empty folder, it runs on Node.js %d', async (_, node) => {
  const running = await startConsoleProcess({ program, node, cwd: project });
  try {
    expect(await send(running.url, otlp({ session: 'conv', spanId: newId(8) }))).toBe(200);
    const { stdout } = await command(node, [program, 'session', 'conv', '--url', running.url, '--json'], project);
    expect(JSON.parse(stdout)).toMatchObject({ sessionId: 'conv', spans: 1 });
    const page = await (await fetch(running.url)).text();
    expect(page).toContain('<title>');
    for (const [, path] of page.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect({ path, status: (await fetch(new URL(path ?? '', running.url))).status }).toEqual({ path, status: 200 });
    }
  } finally {
    await running.stop();
  }
});

test('npx finds its command', async () => {
  const { stdout } = await command('npx', ['--no-install', 'kelet-console', '--help'], project);
  expect(stdout).toContain('kelet-console sessions');
});

test(`it takes less than ${MAX_MB} MB with all that comes along`, () => {
  const mb = sizeOf(join(project, 'node_modules')) / 1024 / 1024;
  expect(mb).toBeLessThan(MAX_MB);
});

function sizeOf(path: string): number {
  const entries = readdirSync(path, { withFileTypes: true });
  const sizes = entries.map((entry) =>
    entry.isDirectory() ? sizeOf(join(path, entry.name)) : statSync(join(path, entry.name)).size,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
