import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const SCRIPT = `
  import * as rules from ${JSON.stringify(join(__dirname, 'rules.mjs'))};
  const { name, args } = JSON.parse(process.argv[1]);
  console.log(JSON.stringify(rules[name](...args)));
`;

/** The module is for Node.js alone, which Jest does not load. */
function faults(name: string, ...args: unknown[]): string[] {
  const argv = ['--input-type=module', '-e', SCRIPT, JSON.stringify({ name, args })];
  return JSON.parse(execFileSync(process.execPath, argv, { encoding: 'utf8' }));
}

const MANIFEST = {
  name: 'good',
  license: 'Apache-2.0',
  main: './dist/index.js',
  exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
  dependencies: { other: '^0.1.0' },
};
const FILES = {
  'package.json': '{}',
  'README.md': '# good',
  LICENSE: 'Apache',
  'dist/index.js': '',
  'dist/index.js.map': '{}',
  'dist/index.d.ts': '',
  'dist/testing.js': '',
};
const without = (path: string) => Object.fromEntries(Object.entries(FILES).filter(([name]) => name !== path));

test('a package with its build, README and LICENSE ships', () => {
  expect(faults('faultsOfPacked', { manifest: MANIFEST, files: FILES }, '/home/me')).toEqual([]);
});

test.each<[string, object, object]>([
  ['ships a test: dist/index.test.js', MANIFEST, { ...FILES, 'dist/index.test.js': '' }],
  ['ships dist/tsconfig.tsbuildinfo', MANIFEST, { ...FILES, 'dist/tsconfig.tsbuildinfo': '' }],
  ['ships src/index.ts', MANIFEST, { ...FILES, 'src/index.ts': '' }],
  ['ships dist/index.ts', MANIFEST, { ...FILES, 'dist/index.ts': '' }],
  ['ships dist/page.html', MANIFEST, { ...FILES, 'dist/page.html': '' }],
  ['ships .env', MANIFEST, { ...FILES, '.env': '' }],
  ['lacks README.md', MANIFEST, without('README.md')],
  ['lacks LICENSE', MANIFEST, without('LICENSE')],
  ['lacks dist/index.d.ts', MANIFEST, without('dist/index.d.ts')],
  ['is private', { ...MANIFEST, private: true }, FILES],
  ['has no license "Apache-2.0"', { ...MANIFEST, license: 'UNLICENSED' }, FILES],
  ['has a range that begins with "workspace:"', { ...MANIFEST, dependencies: { other: 'workspace:*' } }, FILES],
  ['names a path of this machine in dist/index.js.map', MANIFEST, { ...FILES, 'dist/index.js.map': '"/home/me/src"' }],
])('what %s does not', (fault, manifest, files) => {
  expect(faults('faultsOfPacked', { manifest, files }, '/home/me')).toEqual([fault]);
});

test('a package is private, or names its access and its provenance, and never both', () => {
  const publishConfig = { access: 'public', provenance: true };
  expect(faults('faultsOfIntent', { publishConfig })).toEqual([]);
  expect(faults('faultsOfIntent', { private: true })).toEqual([]);
  expect(faults('faultsOfIntent', { private: true, publishConfig })).toEqual(['is private, and has a publishConfig']);
  expect(faults('faultsOfIntent', {})).toHaveLength(1);
  expect(faults('faultsOfIntent', { publishConfig: { access: 'public' } })).toHaveLength(1);
});
