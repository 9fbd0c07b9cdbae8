import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ENTRY = 'dist/index.d.ts';
const OPTIONS = 'dist/options.d.ts';
const ERRORS = 'dist/errors.d.ts';
const MANIFEST = 'package.json';

const PACKAGE = {
  [MANIFEST]: JSON.stringify({
    name: 'sender',
    exports: { '.': { types: './dist/index.d.ts' }, './testing': { types: './dist/testing.d.ts' } },
  }),
  [ENTRY]: `
    import type { SendOptions } from './options';
    export type { SendOptions };
    export { SendError, type SendErrorCode } from './errors';
    /** Sends a text. */
    export declare function send(text: string, options?: SendOptions): Promise<void>;
    export declare function close(): void;
  `,
  [OPTIONS]: `
    export interface SendOptions {
      readonly retries?: number | undefined;
    }
    export type Level = 'low' | 'high';
    export interface Priority {
      readonly level: Level;
    }
  `,
  [ERRORS]: `
    export type SendErrorCode = 'NOT_A_TEXT' | 'REFUSED_BY_THE_RECEIVER' | 'TOO_LATE_FOR_THE_RECEIVER' | 'TOO_LONG_A_TEXT';
    export declare class SendError extends Error {
      readonly code: SendErrorCode;
    }
  `,
  'dist/testing.d.ts': 'export declare function sent(): string[];',
};

interface Edit {
  readonly file: keyof typeof PACKAGE;
  readonly from: string;
  readonly to: string;
}

// Each edit of the package with the lines of the diff that it makes.
const EDITS: [string, Edit, string[]][] = [
  ['no edit', { file: ENTRY, from: '', to: '' }, []],
  [
    'an export that is removed',
    { file: ENTRY, from: 'export declare function close(): void;', to: '' },
    ['-export declare function close(): void;', '-'],
  ],
  [
    'an option that takes less',
    { file: OPTIONS, from: 'number | undefined', to: '1 | 2' },
    ['-  readonly retries?: number | undefined;', '+  readonly retries?: 1 | 2;'],
  ],
  [
    'an error code that changes',
    { file: ERRORS, from: 'REFUSED_BY_THE_RECEIVER', to: 'REFUSED_BY_A_RECEIVER' },
    ["-  | 'REFUSED_BY_THE_RECEIVER'", "+  | 'REFUSED_BY_A_RECEIVER'"],
  ],
  [
    'a comment that changes',
    { file: ENTRY, from: 'Sends a text.', to: 'Sends a text, once.' },
    ['-/** Sends a text. */', '+/** Sends a text, once. */'],
  ],
  [
    'a type that a signature uses and that is not exported, with what it uses itself',
    { file: OPTIONS, from: 'readonly retries', to: 'readonly priority?: Priority; readonly retries' },
    [
      '+Used by these signatures, but not exported:',
      '+',
      '+- `Level`',
      '+- `Priority`',
      '+',
      "+declare type Level = 'low' | 'high';",
      '+',
      '+declare interface Priority {',
      '+  readonly level: Level;',
      '+}',
      '+',
      '+  readonly priority?: Priority;',
    ],
  ],
  [
    'an entry that is removed',
    { file: MANIFEST, from: '"./testing":{"types":"./dist/testing.d.ts"}', to: '"./testing":{}' },
    [
      '-# sender/testing',
      '-',
      '-Written by `npm run api`, from the built declarations.',
      '-',
      '-````ts',
      '-export declare function sent(): string[];',
      '-',
      '-export {};',
      '-````',
    ],
  ],
];

// Accepts the package, and says what has changed with each edit, and then once the last one is accepted.
const PROGRAM = `
  import { readFileSync, writeFileSync } from 'node:fs';
  import { join } from 'node:path';
  import { accept, changes } from ${JSON.stringify(join(__dirname, 'reports.mjs'))};
  const [packages, edits] = process.argv.slice(1);
  accept(packages);
  const said = JSON.parse(edits).map(({ file, from, to }, index, { length }) => {
    const path = join(packages, 'sender', file);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace(from, to));
    const diff = changes(packages);
    if (index < length - 1) writeFileSync(path, text);
    return diff;
  });
  accept(packages);
  console.log(JSON.stringify([...said, changes(packages)]));
`;

let packages: string;

function run(edits: readonly Edit[]): string[] {
  const args = ['--input-type=module', '-e', PROGRAM, '--', packages, JSON.stringify(edits)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', stdio: 'pipe' }));
}

/** The lines that a unified diff removes or adds. */
function changedLines(diff: string): string[] {
  return diff.split('\n').filter((line) => /^[-+](?!--|\+\+)/.test(line));
}

beforeEach(() => {
  packages = mkdtempSync(join(tmpdir(), 'api-'));
  for (const [file, text] of Object.entries(PACKAGE)) {
    mkdirSync(dirname(join(packages, 'sender', file)), { recursive: true });
    writeFileSync(join(packages, 'sender', file), text);
  }
});

afterEach(() => rmSync(packages, { recursive: true, force: true }));

// In one process, since the compiler takes its time to load.
test('a diff shows each change until it is accepted', () => {
  const said = run(EDITS.map(([, edit]) => edit));
  expect(said.pop()).toBe('');
  const shown = said.map((diff, index) => [EDITS[index]?.[0], changedLines(diff)]);
  expect(shown).toEqual(EDITS.map(([name, , lines]) => [name, lines]));
});

test('declarations that are not built are an error', () => {
  rmSync(join(packages, 'sender/dist/testing.d.ts'));
  expect(() => run([])).toThrow('testing.d.ts');
});
