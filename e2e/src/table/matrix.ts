import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { packAll } from '../support/pack';
import { installProject } from '../support/project';
import { temporaryDirectory } from '../support/temporary';
import { buildTable, runTable } from './run-table';
import type { Version } from './versions';

/** The table, on each of `versions`; to be called at the top of a test file. */
export function testVersions(versions: readonly Version[]): void {
  const directory = temporaryDirectory();
  // Compiled within this package, where the newest Temporal's types are found.
  const build = temporaryDirectory(__dirname);
  let tarballs: Record<string, string>;
  let program: string;

  beforeAll(async () => {
    tarballs = await packAll();
    program = await buildTable(build);
  }, 300_000);

  describe.each<Version>(versions)('Temporal $version', ({ version, as, lacking }) => {
    const project = join(directory, version);

    beforeAll(async () => {
      const temporal = ['activity', 'client', 'common', 'worker', 'workflow'].map((name) => `@temporalio/${name}`);
      const own = [
        'kelet-core',
        'kelet-temporal-interceptors',
        ...(as.includes('plugin') ? ['kelet-temporal-plugin'] : []),
      ];
      const dependencies = Object.fromEntries(temporal.map((name) => [name, version]));
      if (as.includes('plugin')) dependencies['@opentelemetry/api'] = '~1.9.0';
      await installProject({ directory: project, packageManager: 'pnpm', tarballs, own, dependencies });
      cpSync(program, join(project, 'table'), { recursive: true });
    }, 300_000);

    test.each(as)('Kelet as %s: no boundary loses or mixes a session', async (form) => {
      const table = await runTable(join(project, 'table'), { KELET_AS: form });
      expect(Object.keys(table).length).toBeGreaterThan(25);
      for (const [row, cells] of Object.entries(table)) {
        if (row === 'standaloneActivity' && /^not run: server /.test(String(cells))) continue;
        expect({ row, cells }).toEqual({ row, cells: lacking[row] ?? { own: 'own', without: 'base', none: null } });
      }
    });
  });
}
