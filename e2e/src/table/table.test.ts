import { command } from '../support/pack';
import { buildTable, runTable, type Table } from '../support/table';
import { temporaryDirectory } from '../support/temporary';

const directory = temporaryDirectory(__dirname);
let program: string;

beforeAll(async () => {
  program = await buildTable(directory);
});

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

const standalone = process.env['KELET_STANDALONE_ADDRESS'];
// Not run where that server could not be built, which `npm test` then says.
const onNewerServer = standalone === undefined ? test.skip : test;

onNewerServer.each(['plugin', 'interceptors'])('Kelet as %s, on a server with standalone activities', async (as) => {
  const table = await runTable(program, { KELET_AS: as }, process.execPath, standalone);
  expect(table['standaloneActivity']).toEqual(CELLS);
  expectWhole(table);
});

test.each(['plugin', 'interceptors'])('Kelet as %s: no boundary loses or mixes a session', async (as) => {
  expectWhole(await runTable(program, { KELET_AS: as }));
});

test.each([
  { maxCachedWorkflows: 0 },
  { reuseV8Context: false },
  { debugMode: true },
  { bundlerOptions: { preloadModules: ['kelet-core'] } },
  { bundlerOptions: { preloadModules: ['kelet-core', 'kelet-core/internal', 'kelet-temporal-headers'] } },
])('a worker with %j: no boundary loses or mixes a session', async (options) => {
  expectWhole(await runTable(program, { KELET_AS: 'plugin', WORKER_OPTIONS: JSON.stringify(options) }));
});

// They come as packages for this platform; on others the Node that runs the tests is the only one tried.
const OTHER_NODES = process.platform === 'linux' && process.arch === 'x64' ? ['22', '24'] : [];

for (const major of OTHER_NODES) {
  test(`Node ${major}: no boundary loses or mixes a session`, async () => {
    const node = require.resolve(`node${major}-linux-x64/bin/node`);
    const { stdout } = await command(node, ['--version'], directory);
    expect(stdout).toMatch(new RegExp(`^v${major}\\.`));
    expectWhole(await runTable(program, { KELET_AS: 'plugin' }, node));
  });
}
