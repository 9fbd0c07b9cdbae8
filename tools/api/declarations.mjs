// The declarations of an entry in one text, comments included: API Extractor joins the files that `tsc` has built. Its
// own report has no comments.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { ROOT } from '../run/setup.mjs';

/** A private member, with its comment: no user can name it. */
const PRIVATE = /^(?: *\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)? *private [^\n]*;\n/gm;

/**
 * Adds to each entry its declarations, and the names that its signatures use and that it does not export.
 *
 * @template {{ folder: string, types: string }} Entry of a package in `folder`; `types` is the file that was built
 * @param {readonly Entry[]} entries
 * @returns {(Entry & { declarations: string, missing: string[] })[]}
 * @throws Error where a file is not there, or cannot be read as declarations
 */
export function withDeclarations(entries) {
  const directory = mkdtempSync(join(tmpdir(), 'kelet-api-'));
  try {
    const configs = entries.map(({ folder, types }, index) =>
      configOf(folder, types, join(directory, `${index}.d.ts`)),
    );
    const [first] = configs;
    if (first === undefined) return [];
    // One program for all entries: most of the time goes into making it.
    const additionalEntryPoints = entries.map(({ types }) => types);
    const compilerState = CompilerState.create(first, { additionalEntryPoints });
    const missing = configs.map((config) => extract(config, compilerState));
    format(directory);
    return entries.map((entry, index) => ({
      ...entry,
      declarations: readFileSync(join(directory, `${index}.d.ts`), 'utf8').replace(PRIVATE, ''),
      missing: missing[index] ?? [],
    }));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @param {string} types
 * @param {string} output
 */
function configOf(folder, types, output) {
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, 'package.json'),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: types,
      newlineKind: 'lf',
      compiler: {
        overrideTsconfig: {
          // A name that a library of TypeScript's has too gets a number: `Headers_2`. Without `lib`, those of browsers would.
          compilerOptions: { target: 'es2022', lib: ['es2022'], module: 'node16', types: ['node'], skipLibCheck: true },
          files: [types],
        },
      },
      // Without this, what only types use that are not exported themselves would not be among the missing names.
      apiReport: { enabled: false, includeForgottenExports: true },
      docModel: { enabled: false },
      tsdocMetadata: { enabled: false },
      dtsRollup: { enabled: true, untrimmedFilePath: output },
      messages: {
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.None },
          'ae-forgotten-export': { logLevel: ExtractorLogLevel.Warning },
        },
        // TSDoc knows fewer tags than the comments use.
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  });
}

/**
 * Writes the declarations of an entry.
 *
 * @param {ExtractorConfig} config
 * @param {CompilerState} compilerState
 * @returns the names that its signatures use and that the entry does not export
 */
function extract(config, compilerState) {
  /** @type {string[]} */
  const missing = [];
  Extractor.invoke(config, {
    compilerState,
    localBuild: true,
    messageCallback(message) {
      message.handled = true;
      const { messageId, logLevel, text } = message;
      if (messageId === 'ae-forgotten-export') missing.push(/"(.+?)"/.exec(text)?.[1] ?? text);
      else if (logLevel === ExtractorLogLevel.Error || logLevel === ExtractorLogLevel.Warning) {
        throw new Error(message.formatMessageWithLocation(ROOT));
      }
    },
  });
  return missing.sort();
}

/**
 * Gives each member of a long union its line, so that a diff shows the one that has changed.
 *
 * @param {string} directory
 */
function format(directory) {
  const style = ['--indent-style=space', '--line-width=120', '--javascript-formatter-quote-style=single'];
  const args = ['format', '--write', '--colors=off', ...style, '.'];
  const biome = spawnSync(`${ROOT}node_modules/.bin/biome`, args, { cwd: directory, encoding: 'utf8' });
  if (biome.status !== 0) throw new Error(`Biome cannot format the declarations.\n${biome.error ?? biome.stderr}`);
}
