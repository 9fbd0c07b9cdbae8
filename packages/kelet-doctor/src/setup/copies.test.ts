import { checkCopies } from './copies';
import type { LoadedPackage } from './loaded';

const loaded = (name: string, version: string, root: string): LoadedPackage => ({ name, version, root, exports: [] });
const codes = (packages: LoadedPackage[]) => checkCopies(packages).map(({ code }) => code);

test('coreCopies: each copy, with its version and place', () => {
  const packages = [loaded('kelet-core', '0.1.0', '/a'), loaded('kelet-core', '0.2.0', '/b')];
  expect(codes(packages)).toEqual(['coreCopies']);
  expect(checkCopies(packages)[0]?.where).toEqual(['0.1.0 at /a', '0.2.0 at /b']);
});

test('otelApiCopies: of one version, two copies agree', () => {
  const api = (version: string, root: string) => loaded('@opentelemetry/api', version, root);
  expect(codes([api('1.9.0', '/a'), api('1.4.1', '/b')])).toEqual(['otelApiCopies']);
  expect(codes([api('1.9.0', '/a'), api('1.9.0', '/b')])).toEqual([]);
});

test('one copy of each is as it should be', () => {
  expect(codes([loaded('kelet-core', '0.1.0', '/a'), loaded('@opentelemetry/api', '1.9.0', '/b')])).toEqual([]);
});
