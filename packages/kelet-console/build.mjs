// Makes one file of each program, beside the declarations of `tsc`. What is bundled need not be installed, and a program that
// is asked for its page alone starts without what MCP needs. The licenses of what is bundled go along.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const { metafile } = await build({
  entryPoints: { index: 'src/index.ts', 'kelet-console': 'src/cli/main.ts' },
  outdir: 'dist',
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20.16',
  minify: true,
  keepNames: true,
  metafile: true,
  // Its WebAssembly lies beside its program.
  external: ['node-sqlite3-wasm'],
  tsconfigRaw: { compilerOptions: { alwaysStrict: true } },
  logLevel: 'warning',
});
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', licensesOf(Object.keys(metafile.inputs)));

/** @param {string[]} files */
function licensesOf(files) {
  const roots = new Set(files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []));
  return [...roots]
    .sort()
    .map(licenseOf)
    .join(`\n\n${'-'.repeat(80)}\n\n`);
}

/** @param {string} root */
function licenseOf(root) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const text = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license'].flatMap((file) => {
    try {
      return [readFileSync(join(root, file), 'utf8').trim()];
    } catch {
      return [];
    }
  });
  return [`${name} ${version} (${license})`, ...text.slice(0, 1)].join('\n\n');
}
