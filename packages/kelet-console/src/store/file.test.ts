import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
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

afterEach(() => {
  for (const store of opened.splice(0)) store.close();
  rmSync(folder, { recursive: true });
});

function open(name = file, mustExist = false): Store {
  const store = openStore({ file: name, mustExist, ...DEFAULT_LIMITS });
  opened.push(store);
  return store;
}

const close = () => opened.pop()?.close();
const vote = { project: 'shop', apiKey: 'secret', body: { session_id: 'conv' } };

const message = (fn: () => unknown): string => {
  try {
    fn();
  } catch (error) {
    expect(error).toMatchObject({ code: 'INVALID_CONFIG' });
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
};

test('what is kept in a file is there when it is opened again', () => {
  open().keepSignal(vote);
  close();
  expect(open().session('conv')?.signals).toBe(1);
});

// On Windows, a link is made by administrators alone.
(process.platform === 'win32' ? test.skip : test)(
  'a file of one console is refused to another, by any way to it',
  () => {
    open();
    const link = join(folder, 'link.db');
    symlinkSync(file, link);
    for (const name of [file, link]) {
      expect(message(() => open(name))).toContain(
        `belongs to a kelet-console that runs, as process ${process.pid} of `,
      );
    }
    close();
    open(link);
  },
);

test('the mark of a process that is gone is taken over, also with its number', () => {
  open().keepSignal(vote);
  close();
  const gone = { pid: process.pid, host: hostname(), startedAt: '1' };
  for (const owner of [gone, { ...gone, pid: 2 ** 22 + 1 }]) {
    writeFileSync(`${file}.owner`, JSON.stringify(owner));
    mkdirSync(`${file}.lock`);
    expect(open().session('conv')?.signals).toBe(1);
    close();
  }
  expect(readdirSync(folder).sort()).toEqual(['console.db', 'console.db-journal']);
});

test('a mark of another machine, of which nothing is known, is left', () => {
  open();
  close();
  writeFileSync(`${file}.owner`, JSON.stringify({ pid: 1, host: 'elsewhere', startedAt: null }));
  expect(message(open)).toContain(
    `as process 1 of elsewhere. Ask that one with --url, or stop it first. If it is gone, delete `,
  );
});

test('what is beside a file, and not of a console, is left as it is', () => {
  writeFileSync(join(folder, 'yarn.lock'), 'mine');
  mkdirSync(`${file}.lock`);
  writeFileSync(join(`${file}.lock`, 'mine'), '');
  for (const name of [join(folder, 'yarn'), file]) expect(message(() => open(name))).toContain('cannot be opened');
  expect(readFileSync(join(folder, 'yarn.lock'), 'utf8')).toBe('mine');
  expect(existsSync(join(`${file}.lock`, 'mine'))).toBe(true);
});

test('a file that is none of a console is refused, and left as it is', () => {
  const text = 'a text of mine, which is longer than a header of SQLite is: '.repeat(5);
  writeFileSync(file, text);
  expect(message(open)).toBe(
    `${realpathSync(file)} is no file of kelet-console, and is left as it is. Give another file.`,
  );
  expect(readFileSync(file, 'utf8')).toBe(text);
  expect(readdirSync(folder)).toEqual(['console.db']);
});

test('a file of another version is refused', () => {
  open();
  close();
  const bytes = readFileSync(file);
  bytes.writeUInt32BE(99, 60);
  writeFileSync(file, bytes);
  expect(message(open)).toContain('it has the format 99, and 1 is wanted');
});

test('a place where no file can be is refused, and a file that must be there is not made', () => {
  expect(message(() => open(join(folder, 'none', 'console.db')))).toMatch(
    /cannot be made: there is no folder .*none\.$/,
  );
  expect(message(() => open(folder))).toBe(`${folder} is a folder: give the name of a file.`);
  expect(message(() => open(file, true))).toBe(`There is no file ${file}.`);
  expect(readdirSync(folder)).toEqual([]);
});

// Windows lets nobody delete a file that is open.
(process.platform === 'win32' ? test.skip : test)('a file that was deleted takes nothing more, and says so', () => {
  const store = open();
  rmSync(file);
  expect(() => store.keepSignal(vote)).toThrow(`${file} is gone: nothing can be kept`);
});

test('a retry is known after the console was started again', () => {
  const spans = [
    {
      traceId: 'a'.repeat(32),
      spanId: 'b'.repeat(16),
      name: 'x',
      startTimeUnixNano: 0n,
      endTimeUnixNano: 0n,
      attributes: { 'gen_ai.conversation.id': 'conv' },
      resource: {},
    },
  ];
  open().keepSpans(spans, Buffer.from('request'));
  close();
  const store = open();
  store.keepSpans(spans, Buffer.from('request'));
  expect(store.session('conv')?.tree).toMatchObject([{ copies: 1 }]);
});
