import { randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ReceivedSpan, Receiver } from 'kelet-console';
import { command, packAll } from '../support/pack';
import { compileSources, installProject } from '../support/project';
import { startReceiver } from '../support/receiver';
import { API_KEY } from '../support/secret';
import { temporalAddress } from '../support/server';
import { temporaryDirectory } from '../support/temporary';

const TEMPORAL_PACKAGES = [
  'activity',
  'client',
  'common',
  'interceptors-opentelemetry',
  'plugin',
  'worker',
  'workflow',
];

/** What every row needs; the newest of OpenTelemetry's SDK 2.x. */
const BASE = {
  ...Object.fromEntries(TEMPORAL_PACKAGES.map((name) => [`@temporalio/${name}`, '~1.24.0'])),
  '@opentelemetry/api': '~1.9.0',
  '@opentelemetry/resources': '^2.0.0',
  '@opentelemetry/sdk-node': '~0.223.0',
  '@opentelemetry/sdk-trace-base': '^2.0.0',
  '@types/node': '^20.19.0',
};

const SDK1 = { sdk1: 'npm:@opentelemetry/sdk-trace-base@~1.30.0', resources1: 'npm:@opentelemetry/resources@~1.30.0' };

/** What one run makes with Temporal's OpenTelemetry. */
const TEMPORALS = ['RunActivity:work', 'RunWorkflow:probe', 'StartActivity:work', 'StartWorkflow:probe'];
const ALL = [...TEMPORALS, 'in-activity'];
const NONE: string[] = [];

export interface Row {
  /** The program's set-up, in program/setups. */
  readonly name: string;
  /** Another set-up that it is made of. */
  readonly uses?: string;
  readonly dependencies?: Record<string, string>;
  /** The spans at Kelet, and at the backend of the user's own. */
  readonly kelet: readonly string[];
  readonly theirs: readonly string[];
  /** What the program is told. */
  readonly told?: RegExp;
  /** Whether OpenTelemetry is started before the program. */
  readonly imports?: boolean;
  /** The sessions of the runs, where it is not one. */
  readonly sessions?: number;
  /** The first major of Node.js that it runs on. */
  readonly node?: number;
}

const TAKES_NONE = /found a tracer provider that takes no span processor/;
/** Sentry takes no span of others: those of workflow code are Kelet's alone. */
const OF_HOST = ['RunActivity:work', 'StartWorkflow:probe', 'in-activity'];
const OPENINFERENCE = { '@opentelemetry/instrumentation': '~0.223.0' };

/** The three that most programs have. */
export const MOST_USED: Row[] = [
  { name: 'page', kelet: NONE, theirs: ALL },
  { name: 'node-sdk-before', imports: true, kelet: ALL, theirs: ALL },
  { name: 'sentry', dependencies: { '@sentry/node': '^11.0.0' }, kelet: ALL, theirs: NONE },
];

export const OTHERS: Row[] = [
  { name: 'page-sdk1', dependencies: SDK1, kelet: NONE, theirs: ALL },
  { name: 'node-sdk-after', kelet: ALL, theirs: NONE, told: /A tracer provider was registered after Kelet/ },
  { name: 'kelet-processor', kelet: ALL, theirs: ALL },
  { name: 'own-plugin', kelet: ALL, theirs: ALL },
  { name: 'own-plugin-behind', uses: 'own-plugin', kelet: ALL, theirs: ALL },
  {
    name: 'sentry10',
    uses: 'sentry',
    dependencies: { sentry10: 'npm:@sentry/node@^10.0.0' },
    kelet: ALL,
    theirs: OF_HOST,
    told: TAKES_NONE,
  },
  {
    name: 'sentry-otel',
    uses: 'sentry',
    dependencies: { '@sentry/node': '^11.0.0' },
    kelet: ALL,
    theirs: OF_HOST,
    told: TAKES_NONE,
  },
  {
    name: 'datadog',
    dependencies: { 'dd-trace': '^6.0.0' },
    node: 22,
    kelet: ALL,
    theirs: NONE,
    told: TAKES_NONE,
  },
  {
    name: 'langfuse',
    dependencies: { '@langfuse/otel': '^5.0.0', '@opentelemetry/exporter-trace-otlp-http': '~0.223.0' },
    kelet: ALL,
    theirs: ALL,
  },
  {
    name: 'openai',
    dependencies: { openai: '^6.0.0', '@arizeai/openinference-instrumentation-openai': '^4.0.0', ...OPENINFERENCE },
    kelet: [...TEMPORALS, 'OpenAI Chat Completions'],
    theirs: [...TEMPORALS, 'OpenAI Chat Completions'],
  },
  {
    name: 'langgraph',
    dependencies: {
      '@arizeai/openinference-instrumentation-langchain': '^4.0.0',
      '@langchain/core': '^1.0.0',
      '@langchain/langgraph': '^1.0.0',
      ...OPENINFERENCE,
    },
    kelet: [...TEMPORALS, 'LangGraph', '__start__', 'decide'],
    theirs: [...TEMPORALS, 'LangGraph', '__start__', 'decide'],
  },
  {
    name: 'ai6',
    dependencies: { ai: '^6.0.0', '@ai-sdk/openai-compatible': '^2.0.0', zod: '^4.0.0' },
    kelet: [...TEMPORALS, 'ai.generateText', 'ai.generateText.doGenerate'],
    theirs: [...TEMPORALS, 'ai.generateText', 'ai.generateText.doGenerate'],
  },
  {
    name: 'express',
    dependencies: { express: '^5.0.0', '@types/express': '^5.0.0' },
    imports: true,
    sessions: 200,
    kelet: [...ALL, 'request'],
    theirs: [...ALL, 'request'],
  },
];

const NEWER_NODE = { 22: 'node22-linux-x64', 24: 'node24-linux-x64' } as Record<number, string>;

/** The program to run this row with, where there is one on this machine. */
function nodeOf({ node = 0 }: Row): string | undefined {
  if (Number(process.versions.node.split('.')[0]) >= node) return process.execPath;
  try {
    return join(require.resolve(`${NEWER_NODE[node]}/package.json`), '../bin/node');
  } catch {
    return undefined;
  }
}

/** Of spans of many runs: what each run has, which must be the same. */
function perRun<S extends { readonly name: string }>(spans: readonly S[], sessionOf: (span: S) => unknown): string[][] {
  const runs = new Map<unknown, string[]>();
  for (const span of spans) runs.set(sessionOf(span), [...(runs.get(sessionOf(span)) ?? []), span.name]);
  return [...runs.values()].map((names) => names.sort());
}

/** One test for each of `rows`, in one project of a user's with Kelet as packed; to be called at the top of a test file. */
export function testEach(rows: readonly Row[]): void {
  const project = temporaryDirectory();
  let receiver: Receiver;

  beforeAll(async () => {
    receiver = await startReceiver();
    const dependencies = Object.assign({}, BASE, ...rows.map((row) => row.dependencies ?? {}));
    await installProject({
      directory: project,
      packageManager: 'npm',
      tarballs: await packAll(),
      own: ['kelet'],
      dependencies,
    });
    const program = join(__dirname, 'program');
    const used = new Set(rows.flatMap(({ name, uses = name }) => [`${name}.ts`, `${uses}.ts`]));
    cpSync(program, join(project, 'src'), {
      recursive: true,
      filter: (path) => basename(dirname(path)) !== 'setups' || used.has(basename(path)),
    });
    await compileSources(project);
  }, 600_000);

  afterAll(() => receiver.close());

  async function run(row: Row, node: string): Promise<{ spans: ReceivedSpan[]; theirs: Theirs[]; stderr: string }> {
    const env = {
      ...process.env,
      KELET_API_KEY: API_KEY,
      KELET_PROJECT: 'e2e',
      KELET_API_URL: receiver.url,
      TEMPORAL_ADDRESS: temporalAddress(),
    };
    const before = receiver.spans.length;
    const file = (name: string) => join(project, 'dist', `${name}.js`);
    const imports = row.imports ? ['--import', pathToFileURL(file('instrumentation')).href] : [];
    const args = [...imports, file('main'), row.name, randomUUID()];
    const { stdout, stderr } = await command(node, args, project, env, 120_000);
    const { theirs } = JSON.parse(stdout.slice(stdout.lastIndexOf('{"theirs"')));
    return { spans: receiver.spans.slice(before), theirs, stderr };
  }

  const sorted = (names: readonly string[]) => [...names].sort();

  describe.each(rows)('$name', (row) => {
    const node = nodeOf(row);
    const testHere = node === undefined ? test.skip : test;

    testHere(
      'every span is where it is said to be, once, in one trace, with its session',
      async () => {
        const { spans, theirs, stderr } = await run(row, node ?? '');
        const { sessions = 1 } = row;
        const runs = (names: readonly string[]) => (names.length === 0 ? [] : Array(sessions).fill(sorted(names)));
        // A web server's own requests are no one's session.
        const ofRuns = theirs.filter(({ session }) => session !== undefined);
        expect({
          kelet: perRun(spans, ({ attributes }) => attributes['gen_ai.conversation.id']),
          theirs: perRun(ofRuns, ({ session }) => session),
        }).toEqual({ kelet: runs(row.kelet), theirs: runs(row.theirs) });
        for (const seen of [spans, ofRuns]) {
          if (seen.length > 0) expect(new Set(seen.map(({ traceId }) => traceId)).size).toBe(sessions);
        }
        const warnings = stderr.split('\n').filter((line) => line.startsWith('[kelet]'));
        expect(warnings).toEqual(row.told === undefined ? [] : [expect.stringMatching(row.told)]);
      },
      180_000,
    );
  });
}

interface Theirs {
  readonly name: string;
  readonly traceId: string;
  readonly session?: unknown;
}
