// `node build-page.mjs`, in this package: makes dist/page, the files that the console serves to a browser. Nothing of a
// page is inline, so that the console can forbid inline scripts.
import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const HERE = dirname(fileURLToPath(import.meta.url));
const PAGE = join(HERE, 'page');
const OUT = join(HERE, 'dist/page');

await mkdir(OUT, { recursive: true });
await build({
  entryPoints: [
    { in: join(PAGE, 'src/main.tsx'), out: 'page' },
    { in: join(PAGE, 'styles/page.css'), out: 'page' },
  ],
  outdir: OUT,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  logLevel: 'warning',
});
for (const file of ['index.html', 'favicon.svg']) await copyFile(join(PAGE, file), join(OUT, file));
// Preact is in the bundle, and its license asks that it comes along.
const preact = createRequire(import.meta.url).resolve('preact/package.json');
await copyFile(join(dirname(preact), 'LICENSE'), join(OUT, 'preact-license.txt'));
