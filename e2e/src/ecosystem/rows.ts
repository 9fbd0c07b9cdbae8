import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ReceivedSpan, Receiver } from 'kelet-console';
import { diagnose } from 'kelet-doctor';
import { command } from '../support/pack';
import { startReceiver } from '../support/receiver';
import { temporaryDirectory } from '../support/temporary';
import { environment, makeProject, type Theirs, theirsIn, warningsIn } from './project';

const SDK1 = { sdk1: 'npm:@opentelemetry/sdk-trace-base@~1.30.0', resources1: 'npm:@opentelemetry/resources@~1.30.0' };

/** What one run makes with Temporal's OpenTelemetry. */
const TEMPORALS = ['RunActivity:work', 'RunWorkflow:probe', 'StartActivity:work', 'StartWorkflow:probe'];
export const ALL = [...TEMPORALS, 'in-activity'];
const NONE: string[] = [];

export interface Row {
  /** The program's set-up, in program/setups. */
  readonly name: string;
  /** Another set-up that it is made of. */
  readonly uses?: string;
  readonly dependencies?: Record<string, string>;
  /** The spans at Kelet. */
  readonly kelet: readonly string[];
  /** Those at the backend of the user's own, where they are not the same. */
  readonly theirs?: readonly string[];
  /** What the program is told. */
  readonly told?: RegExp;
  /** Whether OpenTelemetry is started before the program. */
  readonly imports?: boolean;
  /** Those at Kelet whose parent is not there. */
  readonly orphans?: readonly string[];
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
  { name: 'node-sdk-before', imports: true, kelet: ALL },
  { name: 'sentry', dependencies: { '@sentry/node': '^11.0.0' }, kelet: ALL, theirs: NONE },
];

export const OTHERS: Row[] = [
  { name: 'page-sdk1', dependencies: SDK1, kelet: NONE, theirs: ALL },
  { name: 'node-sdk-after', kelet: ALL, theirs: NONE, told: /A tracer provider was registered after Kelet/ },
  { name: 'kelet-processor', kelet: ALL },
  { name: 'own-plugin', kelet: ALL },
  { name: 'own-plugin-behind', uses: 'own-plugin', kelet: ALL },
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
  },
  {
    name: 'openai',
    dependencies: { openai: '^6.0.0', '@arizeai/openinference-instrumentation-openai': '^4.0.0', ...OPENINFERENCE },
    kelet: [...TEMPORALS, 'OpenAI Chat Completions'],
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
  },
  {
    name: 'ai6',
    dependencies: { ai: '^6.0.0', '@ai-sdk/openai-compatible': '^2.0.0', zod: '^4.0.0' },
    kelet: [...TEMPORALS, 'ai.generateText', 'ai.generateText.doGenerate'],
  },
  {
    name: 'express',
    dependencies: { express: '^5.0.0', '@types/express': '^5.0.0' },
    imports: true,
    sessions: 200,
    // In the span of the server, which was there before the session.
    orphans: ['request'],
    kelet: [...ALL, 'request'],
  },
];

/** Those that cannot be installed beside the others. */
export const APART: Row[] = [
  {
    name: 'ai7',
    dependencies: { ai: '^7.0.0', '@ai-sdk/openai-compatible': '^3.0.0', '@ai-sdk/otel': '^1.0.0', zod: '^4.0.0' },
    node: 22,
    kelet: [...TEMPORALS, 'chat local', 'invoke_agent local', 'step 1'],
  },
];

const NEWER_NODE = { 22: 'node22-linux-x64', 24: 'node24-linux-x64' } as Record<number, string>;

/** The program of this major of Node.js or a later one, where there is one on this machine. */
export function nodeFrom(major: number): string | undefined {
  if (Number(process.versions.node.split('.')[0]) >= major) return process.execPath;
  try {
    return join(require.resolve(`${NEWER_NODE[major]}/package.json`), '../bin/node');
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
    const dependencies = Object.assign({}, ...rows.map((row) => row.dependencies ?? {}));
    const setUps = rows.flatMap(({ name, uses = name }) => [name, uses]);
    await makeProject(project, dependencies, setUps);
  }, 600_000);

  afterAll(() => receiver.close());

  async function run(row: Row, node: string): Promise<{ spans: ReceivedSpan[]; theirs: Theirs[]; warnings: string[] }> {
    const before = receiver.spans.length;
    const file = (name: string) => join(project, 'dist', `${name}.js`);
    const imports = row.imports ? ['--import', pathToFileURL(file('instrumentation')).href] : [];
    const args = [...imports, file('main'), row.name, randomUUID()];
    const { stdout, stderr } = await command(node, args, project, environment(receiver.url), 120_000);
    const theirs = theirsIn(stdout);
    return { spans: receiver.spans.slice(before), theirs, warnings: warningsIn(stderr) };
  }

  const sorted = (names: readonly string[]) => [...names].sort();

  describe.each(rows)('$name', (row) => {
    const node = nodeFrom(row.node ?? 0);
    const testHere = node === undefined ? test.skip : test;

    testHere(
      'every span is where it is said to be, once, in one trace, with its session',
      async () => {
        const { spans, theirs, warnings } = await run(row, node ?? '');
        const { sessions = 1 } = row;
        const runs = (names: readonly string[]) => (names.length === 0 ? [] : Array(sessions).fill(sorted(names)));
        // A web server's own requests are no one's session.
        const ofRuns = theirs.filter(({ session }) => session !== undefined);
        expect({
          kelet: perRun(spans, ({ attributes }) => attributes['gen_ai.conversation.id']),
          theirs: perRun(ofRuns, ({ session }) => session),
        }).toEqual({ kelet: runs(row.kelet), theirs: runs(row.theirs ?? row.kelet) });
        for (const seen of [spans, ofRuns]) {
          if (seen.length > 0) expect(new Set(seen.map(({ traceId }) => traceId)).size).toBe(sessions);
        }
        const known = new Set(spans.map(({ spanId }) => spanId));
        const orphans = spans.filter(({ parentSpanId }) => parentSpanId !== undefined && !known.has(parentSpanId));
        expect([...new Set(orphans.map(({ name }) => name))]).toEqual(row.orphans ?? []);
        expect(new Set(spans.map(({ resource }) => resource['service.name'])).size).toBe(Math.min(spans.length, 1));
        expect(diagnose({ spans, signals: [] })).toEqual([]);
        expect(warnings).toEqual(row.told === undefined ? [] : [expect.stringMatching(row.told)]);
      },
      180_000,
    );
  });
}
