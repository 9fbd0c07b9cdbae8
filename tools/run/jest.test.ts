import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = `
  import { jest } from ${JSON.stringify(join(__dirname, 'jest.mjs'))};
  await jest(process.argv.slice(1), { env: process.env }).then(
    () => console.log('▸ passed'),
    (error) => console.log('▸ ' + error.constructor.name + ': ' + error.message),
  );
`;
const PASSES = "test('passes', () => {});";
const LEAVES_OPEN = "test('passes', () => void setInterval(() => {}, 1000));";
const FAILS = "test('fails', () => { setInterval(() => {}, 1000); throw new Error('of its own'); });";

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tmp-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** What is said of a run of these test files, by processes of Jest's, so many at once. */
function outcome(sources: readonly string[], processes: number): string {
  for (const [index, source] of sources.entries()) writeFileSync(join(directory, `${index}.test.js`), source);
  const config = JSON.stringify({ rootDir: directory, transform: {} });
  const args = ['--input-type=module', '-e', PROGRAM, '--', '--config', config, `--maxWorkers=${processes}`];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 });
  return stdout.split('▸ ')[1] ?? stderr;
}

test('a run that leaves nothing open passes', () => {
  expect(outcome([PASSES, PASSES], 1)).toBe('passed\n');
  expect(outcome([PASSES, PASSES], 2)).toBe('passed\n');
});

test.each([
  ['is ended where it would not end by itself', 1, 'did not exit one second after the test run has completed'],
  ['fails where a process of Jest had to be killed', 2, 'a process of Jest was held'],
])('a run whose tests pass %s, and says how to look for the cause', (_, processes, said) => {
  expect(outcome([LEAVES_OPEN, LEAVES_OPEN], processes)).toMatch(
    new RegExp(`^Error: Jest did not end by itself: ${said}.*--detectOpenHandles`),
  );
});

test.each([1, 2])('a run that fails and leaves something open ends too, with %d of its processes', (processes) => {
  expect(outcome([FAILS, FAILS], processes)).toMatch(
    /^(Error: Jest did not end by itself|CommandFailed: .* ended with exit code 1)/,
  );
});
