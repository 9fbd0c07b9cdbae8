import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Job {
  permissions?: Record<string, string>;
  environment?: string;
  uses?: string;
  'timeout-minutes'?: number;
  steps?: { uses?: string; run?: string }[];
}
interface Workflow {
  permissions?: Record<string, string>;
  jobs: Record<string, Job>;
}

const DIRECTORY = join(__dirname, '../../.github/workflows');
const FILES = readdirSync(DIRECTORY);
const path = (file: string) => join(DIRECTORY, file);
const workflow = (file: string): Workflow => parse(readFileSync(path(file), 'utf8'));
const jobs = FILES.flatMap((file) =>
  Object.entries(workflow(file).jobs).map(([name, job]) => ({ file, name, job, title: `${file}: ${name}` })),
);

function actionlint(...files: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(__dirname, 'actionlint.mjs'), ...files], {
    encoding: 'utf8',
  });
  return stderr === '' ? `${stdout}exit code ${status}` : stderr;
}

test('the workflows pass actionlint', () => {
  expect(FILES).not.toEqual([]);
  expect(actionlint(...FILES.map(path))).toBe('exit code 0');
});

test('actionlint says what is wrong with a workflow, and where', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tmp-'));
  const broken = join(directory, 'broken.yml');
  writeFileSync(broken, readFileSync(path('ci.yml'), 'utf8').replace('matrix.node }}', 'matrix.nod }}'));
  expect(actionlint(broken)).toMatch(/broken\.yml:\d+:\d+ property "nod" is not defined .*\nexit code 1/);
  rmSync(directory, { recursive: true });
});

test.each(FILES)('%s names each action by a commit, and says which version that is', (file) => {
  // A tag can be moved to other code by whoever takes over the action; a commit cannot.
  const pinned = /^(\.\/\.github\/workflows\/[\w-]+\.yml|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/;
  const used = [...readFileSync(path(file), 'utf8').matchAll(/\buses: *(.*)$/gm)].map(([, action = '']) =>
    action.trim(),
  );
  expect(used).not.toEqual([]);
  expect(used.filter((action) => !pinned.test(action))).toEqual([]);
});

test.each(FILES)('%s gives its jobs no rights but to read', (file) => {
  // Where a workflow does not say, the settings of the repository decide, which may be the right to write.
  const { permissions } = workflow(file);
  expect([{}, { contents: 'read' }]).toContainEqual(permissions);
});

test.each(jobs)('$title has a limit of time', ({ job }) => {
  // A job that calls another workflow has those of its jobs.
  if (job.uses === undefined) expect(job['timeout-minutes']).toBeGreaterThan(0);
});

test('only the job of the protected environment may sign and publish packages', () => {
  const may = jobs.filter(({ job }) => job.permissions?.['id-token'] !== undefined);
  expect(may).toEqual([expect.objectContaining({ file: 'release.yml', name: 'publish' })]);
  expect(may[0]?.job.environment).toBe('npm');
  const named = FILES.filter((file) => readFileSync(path(file), 'utf8').includes('secrets.NPM_TOKEN'));
  expect(named).toEqual(['release.yml']);
});
