import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { SUBSET, VERSIONS } from '../../e2e/src/table/versions';
import { rowsOf } from './table';

interface Manifest {
  engines: { node: string };
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

const ROOT = join(__dirname, '../..');
const PAGE = 'docs/supported-versions.md';
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const manifest = (path: string): Manifest => JSON.parse(read(path));
const packages = readdirSync(join(ROOT, 'packages'));
const peersOf = (name: string) => manifest(`packages/${name}/package.json`).peerDependencies ?? {};
const patchOf = (version: string) => Number(version.split('.')[2]);
const sorted = (items: Iterable<string>) => [...new Set(items)].sort();

test('the versions of Temporal are those that the tests try', () => {
  expect(rowsOf(PAGE, '@temporalio/*')).toEqual(
    VERSIONS.map(({ version, as }) => [
      version,
      as.join(' and '),
      SUBSET.includes(version) ? 'npm test' : 'npm run test:full',
    ]),
  );
});

test.each(['kelet-temporal-interceptors', 'kelet-temporal-plugin'])(
  '%s takes Temporal from the oldest of these on that it can',
  (name) => {
    const way = name === 'kelet-temporal-plugin' ? 'plugin' : 'interceptors';
    const [oldest = ''] = VERSIONS.filter(({ as }) => as.includes(way)).map(({ version }) => version);
    const range = peersOf(name)['@temporalio/common'] ?? '';
    const [, from = ''] = /^>=(\S+) <2$/.exec(range) ?? [];
    // Of a minor version, the table may have a later patch.
    expect({ range, from: from.replace(/\.\d+$/, '') }).toEqual({ range, from: oldest.replace(/\.\d+$/, '') });
    expect(patchOf(from)).toBeLessThanOrEqual(patchOf(oldest));
  },
);

test('the ranges of OpenTelemetry are those of the packages', () => {
  const versions = Object.fromEntries(rowsOf(PAGE, 'package').map(([name, range]) => [name, range]));
  const apis = packages.flatMap((name) => peersOf(name)['@opentelemetry/api'] ?? []);
  const { dependencies = {} } = manifest('packages/kelet-opentelemetry/package.json');
  expect(sorted(apis)).toEqual([versions['@opentelemetry/api']]);
  expect(dependencies['@opentelemetry/sdk-trace-base']).toBe(versions['the SDK that Kelet brings']);
});

describe('the versions of Node.js', () => {
  const rows = rowsOf(PAGE, 'Node.js');
  const majors = rows.map(([major = '']) => major);
  const firsts = rows.map(([, first = '']) => first);

  test('are those of engines', () => {
    const [first = '', second = ''] = firsts;
    const manifests = ['package.json', ...packages.map((name) => `packages/${name}/package.json`)];
    expect(sorted(manifests.map((path) => manifest(path).engines.node))).toEqual([`^${first} || >=${second}`]);
  });

  test('are those that CI tries', () => {
    const { jobs } = parse(read('.github/workflows/ci.yml'));
    const oldest = jobs.check.strategy.matrix.include.map(({ node }: { node: string }) => node);
    expect(jobs.test.strategy.matrix.node).toEqual(majors);
    expect(jobs.check.strategy.matrix.node).toEqual(majors);
    expect(oldest).toEqual(firsts.filter((first) => !first.endsWith('.0.0')));
  });
});
