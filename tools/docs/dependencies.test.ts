import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rowsOf } from './table';

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

const PACKAGES = join(__dirname, '../../packages');
const manifests = readdirSync(PACKAGES).map(
  (name): Manifest => JSON.parse(readFileSync(join(PACKAGES, name, 'package.json'), 'utf8')),
);
const documented = rowsOf('docs/dependencies.md', 'package');

/** Package, dependency and kind of each dependency that is not of this repository. */
function dependenciesOf({
  name,
  dependencies,
  devDependencies,
  optionalDependencies,
  peerDependencies,
  peerDependenciesMeta,
}: Manifest) {
  const own = manifests.map((manifest) => manifest.name);
  const all = [
    ...Object.keys({ ...dependencies, ...optionalDependencies }).map((dependency) => [dependency, 'runtime'] as const),
    // Whatever its build puts into its own files.
    ...(name === 'kelet-console' ? Object.keys(devDependencies ?? {}) : []).map(
      (dependency) => [dependency, 'bundled'] as const,
    ),
    ...Object.keys(peerDependencies ?? {}).map((dependency) => {
      const optional = peerDependenciesMeta?.[dependency]?.optional === true;
      return [dependency, optional ? 'optional peer' : 'peer'] as const;
    }),
  ];
  return all.filter(([dependency]) => !own.includes(dependency)).map((row) => [name, ...row].join(', '));
}

test('each runtime and peer dependency is in docs/dependencies.md, and no other', () => {
  const listed = documented.map((cells) => cells.slice(0, 3).join(', '));
  expect(listed.sort()).toEqual(manifests.flatMap(dependenciesOf).sort());
});

test('each has its reason', () => {
  for (const [name, dependency, , why = ''] of documented) {
    expect({ name, dependency, why }).toEqual({ name, dependency, why: expect.stringMatching(/\w+ \w+/) });
  }
});
