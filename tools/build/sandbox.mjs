// `node sandbox.mjs <entry> <outfile>`, in a package: makes one small file of what Temporal bundles for workflow code.
// Each module of a bundle is evaluated again for each run, so that forty small ones cost more than one. Kelet's own
// packages are inlined from their sources: copies of them share their state through the slot. What is of Temporal stays
// outside, since the run has it already.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const PACKAGES = join(dirname(fileURLToPath(import.meta.url)), '../../packages');
const [entry, outfile] = process.argv.slice(2);
if (entry === undefined || outfile === undefined) throw new Error('Usage: node sandbox.mjs <entry> <outfile>');

await build({
  entryPoints: [entry],
  outfile,
  allowOverwrite: true,
  bundle: true,
  minify: true,
  format: 'cjs',
  // Nothing of Node.js is in it. What this adds is the list of exports in the form that `import` in Node.js can read.
  platform: 'node',
  target: 'es2022',
  alias: {
    'kelet-core': join(PACKAGES, 'kelet-core/src/index.ts'),
    'kelet-core/internal': join(PACKAGES, 'kelet-core/src/internal.ts'),
    'kelet-temporal-headers': join(PACKAGES, 'kelet-temporal-headers/src/index.ts'),
  },
  external: ['@temporalio/*'],
  tsconfigRaw: { compilerOptions: { alwaysStrict: true } },
  logLevel: 'warning',
});
