import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadedPackages, madeBy } from './loaded';

const directory = mkdtempSync(join(tmpdir(), 'loaded-'));
afterAll(() => rmSync(directory, { recursive: true }));

class Processor {}
class Sub extends Processor {}

function install(path: string, version: string): string {
  const root = join(directory, path);
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, 'package.json'), JSON.stringify({ version }));
  return root;
}

const core = install('node_modules/kelet-core', '0.1.0');
const inner = install('node_modules/x/node_modules/kelet-core', '0.2.0');
const sdk = install('node_modules/@opentelemetry/sdk-trace-base', '1.30.1');

const cache = Object.fromEntries(
  [
    [join(core, 'dist/index.js'), {}],
    [join(core, 'dist/slot.js'), {}],
    [join(inner, 'dist/index.js'), {}],
    [join(sdk, 'build/src/index.js'), { Processor }],
    [join(directory, 'node_modules/gone/kelet-core/dist/a.js'), {}],
    [join(directory, 'main.js'), {}],
  ].map(([path, exports]) => [path, { exports } as NodeJS.Module]),
);

test('each copy of a package is one, with its version', () => {
  const found = loadedPackages(cache);
  expect(found.map(({ name, version, root }) => [name, version, root])).toEqual([
    ['kelet-core', '0.1.0', core],
    ['kelet-core', '0.2.0', inner],
    ['@opentelemetry/sdk-trace-base', '1.30.1', sdk],
  ]);
});

test('an object is known by its class, or one that its class extends', () => {
  const packages = loadedPackages(cache);
  expect(madeBy(new Sub(), packages)?.version).toBe('1.30.1');
  for (const other of [{}, undefined, null, 1, new Map()]) expect(madeBy(other, packages)).toBeUndefined();
});
