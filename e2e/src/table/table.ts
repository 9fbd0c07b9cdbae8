import { command } from '../support/pack';
import { temporaryDirectory } from '../support/temporary';
import { buildTable, runTable, type Table } from './run-table';

/** Whatever the boundary: its own session where it has one, else that of the run, else none. */
const CELLS = { own: 'own', without: 'base', none: null };

function expectWhole(table: Table): void {
  expect(Object.keys(table).length).toBeGreaterThan(25);
  for (const [row, cells] of Object.entries(table)) {
    // Where the server is too old for them; below, the table runs on one that is not.
    if (row === 'standaloneActivity' && typeof cells === 'string') expect(cells).toMatch(/^not run: server /);
    else expect({ row, cells }).toEqual({ row, cells: CELLS });
  }
}

/** What one test file tries, in rows of its tests: how Kelet is used, options of the worker, versions of Node. */
export interface Rows {
  readonly standalone: readonly string[];
  readonly here: readonly string[];
  readonly options: readonly object[];
  readonly nodes: readonly string[];
}

/** To be called at the top of a test file. */
export function testTable({ standalone, here, options, nodes }: Rows): void {
  const directory = temporaryDirectory(__dirname);
  let program: string;

  beforeAll(async () => {
    program = await buildTable(directory);
  });

  const newer = process.env['KELET_STANDALONE_ADDRESS'];
  // Not run where that server could not be built, which `npm test` then says.
  const onNewerServer = newer === undefined ? test.skip : test;

  onNewerServer.each(standalone)('Kelet as %s, on a server with standalone activities', async (as) => {
    const table = await runTable(program, { KELET_AS: as }, process.execPath, newer);
    expect(table['standaloneActivity']).toEqual(CELLS);
    expectWhole(table);
  });

  for (const as of here) {
    test(`Kelet as ${as}: no boundary loses or mixes a session`, async () => {
      expectWhole(await runTable(program, { KELET_AS: as }));
    });
  }

  test.each(options)('a worker with %j: no boundary loses or mixes a session', async (given) => {
    expectWhole(await runTable(program, { KELET_AS: 'plugin', WORKER_OPTIONS: JSON.stringify(given) }));
  });

  // They come as packages for this platform; on others the Node that runs the tests is the only one tried.
  const others = process.platform === 'linux' && process.arch === 'x64' ? nodes : [];

  for (const major of others) {
    test(`Node ${major}: no boundary loses or mixes a session`, async () => {
      const node = require.resolve(`node${major}-linux-x64/bin/node`);
      const { stdout } = await command(node, ['--version'], directory);
      expect(stdout).toMatch(new RegExp(`^v${major}\\.`));
      expectWhole(await runTable(program, { KELET_AS: 'plugin' }, node));
    });
  }
}
