import { copyFileSync, cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, Connection, Client as TemporalClient } from '@temporalio/client';
import type { Receiver } from 'kelet-console';
import { bun } from '../support/bun';
import { command, packAll } from '../support/pack';
import { compileSources, installProject, type PackageManager, writeJson } from '../support/project';
import { startReceiver } from '../support/receiver';
import { keletAt } from '../support/secret';
import { temporalAddress } from '../support/server';
import { temporaryDirectory } from '../support/temporary';

const PAGE = join(__dirname, 'page');
const FORMATS = ['cjs', 'esm'] as const;
type Format = (typeof FORMATS)[number];

/** What the page tells users to install, and the SDK that it takes for granted. */
const DEPENDENCIES = {
  '@temporalio/activity': '~1.24.0',
  '@temporalio/client': '~1.24.0',
  '@temporalio/interceptors-opentelemetry': '~1.24.0',
  '@temporalio/plugin': '~1.24.0',
  '@temporalio/worker': '~1.24.0',
  '@temporalio/workflow': '~1.24.0',
  '@types/node': '^20.19.0',
};

const directory = temporaryDirectory();
let receiver: Receiver;
let client: Client;

beforeAll(async () => {
  const tarballs = await packAll();
  receiver = await startReceiver();
  client = new TemporalClient({ connection: await Connection.connect({ address: temporalAddress() }) });
  for (const packageManager of ['npm', 'pnpm'] as const) {
    const project = join(directory, packageManager);
    await installProject({ directory: project, packageManager, tarballs, own: ['kelet'], dependencies: DEPENDENCIES });
    for (const format of FORMATS) await addSources(packageManager, format);
  }
}, 600_000);

afterAll(async () => {
  await client.connection.close();
  await receiver.close();
});

const sourcesOf = (packageManager: PackageManager, format: Format) => join(directory, packageManager, format);

async function addSources(packageManager: PackageManager, format: Format): Promise<void> {
  const target = sourcesOf(packageManager, format);
  for (const source of ['shared', format]) cpSync(join(PAGE, source), join(target, 'src'), { recursive: true });
  setBrowserslist(target, format, undefined);
  await compileSources(target);
}

function setBrowserslist(target: string, format: Format, browserslist: string | undefined): void {
  writeJson(join(target, 'package.json'), { type: format === 'esm' ? 'module' : 'commonjs', browserslist });
}

async function run(target: string, script: string, runtime = process.execPath): Promise<unknown> {
  const env = {
    ...process.env,
    ...keletAt(receiver.url, 'my-agent'),
    TEMPORAL_ADDRESS: temporalAddress(),
  };
  await command(runtime, [join(target, 'dist', script)], target, env);
  return client.workflow.getHandle('wf-1').result();
}

const ONE_SESSION = { workflow: 'conv-42', inner: 'inner', activity: 'conv-42', otherFormat: 'conv-42' };

describe.each(['npm', 'pnpm'] as const)('the code of the documentation page, installed with %s', (packageManager) => {
  test.each(FORMATS)('runs as %s in one session', async (format) => {
    const before = { spans: receiver.spans.length, signals: receiver.signals.length };
    expect(await run(sourcesOf(packageManager, format), 'main.js')).toEqual(ONE_SESSION);
    const spans = receiver.spans.slice(before.spans);
    expect(spans.map(({ name }) => name).sort()).toEqual([
      'RunActivity:_kelet_signal',
      'RunActivity:reply',
      'RunWorkflow:MyWorkflow',
      'StartActivity:_kelet_signal',
      'StartActivity:reply',
      'StartWorkflow:MyWorkflow',
    ]);
    expect(new Set(spans.map(({ attributes }) => attributes['gen_ai.conversation.id']))).toEqual(new Set(['conv-42']));
    const traces = new Set(spans.map(({ traceId }) => traceId));
    expect(traces.size).toBe(1);
    const signals = receiver.signals.slice(before.signals).map(({ body }) => body);
    expect(signals).toEqual([expect.objectContaining({ session_id: 'conv-42', trace_id: [...traces][0] })]);
  });
});

describe.each(FORMATS)('a workflow file of a %s project that imports kelet', (format) => {
  // Webpack reads it from the working directory, and then resolves packages for Node instead of browsers.
  test.each([undefined, 'node 20'])('runs with browserslist: %s', async (browserslist) => {
    const target = sourcesOf('npm', format);
    setBrowserslist(target, format, browserslist);
    expect(await run(target, 'bundled-main.js')).toEqual(ONE_SESSION);
    // Without a browserslist, it ran above.
    if (browserslist !== undefined) expect(await run(target, 'main.js')).toEqual(ONE_SESSION);
  });
});

// Where its package installs.
const withBun = bun === undefined ? describe.skip : describe;

withBun('the code of the documentation page, client and worker in Bun', () => {
  test.each(FORMATS)('runs as %s in one session', async (format) => {
    const before = { spans: receiver.spans.length, signals: receiver.signals.length };
    expect(await run(sourcesOf('npm', format), 'main.js', bun)).toEqual(ONE_SESSION);
    const spans = receiver.spans.slice(before.spans);
    expect(spans.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['StartWorkflow:MyWorkflow', 'RunActivity:reply']),
    );
    expect(new Set(spans.map(({ attributes }) => attributes['gen_ai.conversation.id']))).toEqual(new Set(['conv-42']));
    const signals = receiver.signals.slice(before.signals).map(({ body }) => body['session_id']);
    expect(signals).toEqual(['conv-42']);
  });
});

test.each(FORMATS)('%s: nothing of the page is changed but what it leaves open', async (format) => {
  const page = join(PAGE, 'page.ts.txt');
  const committed = readFileSync(join(PAGE, `${format}.diff`), 'utf8');
  const lines = await differences(page, join(PAGE, format, 'main.ts'));
  expect(`${lines.join('\n')}\n`).toBe(committed);
  expect(lines.filter((line) => line.startsWith('-'))).toEqual([
    '-const client = new Client({ /* ...connection... */, plugins: [plugin] });',
    '-args: [...],',
  ]);
});

/** The lines that differ, marked as in a unified diff, without its headers. */
async function differences(before: string, after: string): Promise<string[]> {
  const scratch = join(directory, 'diff');
  mkdirSync(scratch, { recursive: true });
  copyFileSync(before, join(scratch, 'before'));
  copyFileSync(after, join(scratch, 'after'));
  const shell = 'git diff --no-index --no-color -U0 before after || true';
  const { stdout } = await command('sh', ['-c', shell], scratch);
  return stdout.split('\n').filter((line) => /^[-+](?![-+]{2} )/.test(line));
}
