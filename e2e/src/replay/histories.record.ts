import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { command, packAll } from '../support/pack';
import { installProject } from '../support/project';
import { temporalAddress } from '../support/server';
import { temporaryDirectory } from '../support/temporary';
import { buildTable } from '../table/run-table';
import { VERSIONS } from '../table/versions';

const directory = temporaryDirectory();
const build = temporaryDirectory(__dirname);
const ENDS = [VERSIONS[0], VERSIONS.at(-1)].map((entry) => entry?.version ?? '');

/** A signal that cannot be delivered is to be given up soon. */
const OPTIONS = { signalDispatch: { retry: { maximumAttempts: 2, initialInterval: '10ms' } } };

/** What names this machine, and what stands there in a recorded history. */
const OF_THIS_MACHINE: Record<string, string> = { identity: 'recorder', stackTrace: '' };

/** Which run each recorded workflow was, by name. */
type Runs = Record<string, { workflowId: string; runId: string }>;

// With the oldest and the newest SDK, each with Kelet and without it.
test.each(ENDS)(
  'histories of %s',
  async (version) => {
    const tarballs = await packAll();
    const program = await buildTable(build);
    const project = join(directory, version);
    const temporal = ['activity', 'client', 'common', 'worker', 'workflow'].map((name) => [
      `@temporalio/${name}`,
      version,
    ]);
    const dependencies = Object.fromEntries(temporal);
    const own = ['kelet-core', 'kelet-temporal-interceptors'];
    await installProject({ directory: project, packageManager: 'pnpm', tarballs, own, dependencies });
    cpSync(program, join(project, 'table'), { recursive: true });
    const connection = await Connection.connect({ address: temporalAddress() });
    const client = new Client({ connection });
    for (const as of ['interceptors', 'none']) {
      const args = [join(project, 'table/record.js'), temporalAddress()];
      const { stdout } = await command(process.execPath, args, project, {
        ...process.env,
        KELET_AS: as,
        KELET_OPTIONS: JSON.stringify(OPTIONS),
      });
      const runs = JSON.parse(stdout.slice(stdout.lastIndexOf('\n{') + 1)) as Runs;
      const only = process.env['KELET_RECORD_ONLY'] ?? '';
      for (const [name, { workflowId, runId }] of Object.entries(runs)) {
        if (!name.startsWith(only)) continue;
        const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
        const file = `${name}.${as === 'none' ? 'without' : 'with'}.${version}.json`;
        const json = JSON.parse(historyToJSON(history), (key, value) => OF_THIS_MACHINE[key] ?? value);
        writeFileSync(join(__dirname, 'histories', file), `${JSON.stringify(json, null, 1)}\n`);
      }
    }
    await connection.close();
  },
  600_000,
);
