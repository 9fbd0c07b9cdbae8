import { buildTable, runTable, type Table } from '../support/table';
import { temporaryDirectory } from '../support/temporary';

const directory = temporaryDirectory(__dirname);
let program: string;

beforeAll(async () => {
  program = await buildTable(directory);
});

/** Whatever the boundary: its own session where it has one, else that of the run, else none. */
const CELLS = { own: 'own', without: 'base', none: null };

test.each(['plugin', 'interceptors'])(
  'the newest Temporal, Kelet as %s: no boundary loses or mixes a session',
  async (as) => {
    const table: Table = await runTable(program, { KELET_AS: as });
    expect(Object.keys(table).length).toBeGreaterThan(18);
    for (const [row, cells] of Object.entries(table)) expect({ row, cells }).toEqual({ row, cells: CELLS });
  },
);
