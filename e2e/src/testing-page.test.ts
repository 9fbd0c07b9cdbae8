import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, ROOT } from './support/pack';
import { compileSources, writeJson } from './support/project';
import { temporalAddress } from './support/server';
import { temporaryDirectory } from './support/temporary';

const directory = temporaryDirectory(__dirname);
const PAGE = readFileSync(join(ROOT, 'docs/testing.md'), 'utf8');
const [example = '', workflows = ''] = [...PAGE.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code);

async function run(code: string) {
  writeJson(join(directory, 'package.json'), { type: 'module' });
  mkdirSync(join(directory, 'src'), { recursive: true });
  // The page's own would download a server.
  const onServer = code.replace('createLocal({', `createFromExistingServer({ address: '${temporalAddress()}',`);
  writeFileSync(join(directory, 'src/test.ts'), onServer.replaceAll("'wf-1'", `'${randomUUID()}'`));
  writeFileSync(join(directory, 'src/workflows.ts'), workflows);
  await compileSources(directory);
  return command(process.execPath, [join(directory, 'dist/test.js')], directory, process.env);
}

test('the test of the page passes, and ends by itself', async () => {
  await run(example);
}, 120_000);

test('it fails where the workflow sends another signal', async () => {
  const other = example.replace("kind: 'metric' }", "kind: 'event' }");
  expect(other).not.toBe(example);
  await expect(run(other)).rejects.toThrow(/No signal was sent with .*\n.*"kind":"metric"/);
}, 120_000);
