import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_LIMITS } from '../limits';
import { openStore, type Store } from './store';

let folder: string;
let file: string;
const opened: Store[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kelet-console-'));
  file = join(folder, 'console.db');
});

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  rmSync(folder, { recursive: true });
});

async function open(name = file): Promise<Store> {
  const store = await openStore({ file: name, ...DEFAULT_LIMITS });
  opened.push(store);
  return store;
}

const close = async () => opened.pop()?.close();
const vote = { project: 'shop', apiKey: 'secret', body: { session_id: 'conv' } };

test('what is kept in a file is there when it is opened again', async () => {
  (await open()).signal(vote);
  await close();
  expect((await open()).session('conv')?.signals).toBe(1);
});

test('a file of one console is refused to another, by name', async () => {
  await open();
  await expect(open()).rejects.toMatchObject({
    code: 'INVALID_CONFIG',
    message: `${file} belongs to a kelet-console that runs. Ask that one with --url, or stop it first.`,
  });
  await close();
  await open();
});

test('a file that is none of a console is refused, and left as it is', async () => {
  writeFileSync(file, 'a text of mine, which is longer than a header of SQLite is, and more than that, and still more');
  await expect(open()).rejects.toMatchObject({ code: 'INVALID_CONFIG', message: expect.stringContaining(file) });
});

test('a place where no file can be is refused', async () => {
  await expect(open(join(folder, 'none', 'console.db'))).rejects.toMatchObject({
    message: expect.stringMatching(/cannot be made: there is no folder .*none\.$/),
  });
  await expect(open(folder)).rejects.toMatchObject({ message: `${folder} is a folder: give the name of a file.` });
});
