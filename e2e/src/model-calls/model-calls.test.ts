import { randomUUID } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReceivedSpan, Receiver } from 'kelet-console';
import { type ModelServer, startModelServer } from 'support-chat/dist/model-server';
import { command, packAll, ROOT } from '../support/pack';
import { compileSources, installProject } from '../support/project';
import { startReceiver } from '../support/receiver';
import { keletAt } from '../support/secret';
import { temporalAddress } from '../support/server';
import { temporaryDirectory } from '../support/temporary';

const DOCS = join(ROOT, 'docs/model-calls');
const PAGES = readdirSync(DOCS).map((file) => file.replace(/\.md$/, ''));
const TEMPORAL = ['activity', 'client', 'common', 'interceptors-opentelemetry', 'plugin', 'worker', 'workflow'];

const project = temporaryDirectory();
let receiver: Receiver;
let model: ModelServer;

beforeAll(async () => {
  await installProject({
    directory: project,
    packageManager: 'npm',
    tarballs: await packAll(),
    own: ['kelet'],
    dependencies: {
      ...Object.fromEntries(TEMPORAL.map((name) => [`@temporalio/${name}`, '~1.24.0'])),
      '@ai-sdk/openai-compatible': '^2.0.0',
      '@arizeai/openinference-instrumentation-langchain': '^4.0.0',
      '@arizeai/openinference-instrumentation-openai': '^4.0.0',
      '@langchain/core': '^1.0.0',
      '@langchain/langgraph': '^1.0.0',
      // The last that runs on Node.js 20.
      '@langchain/openai': '1.5.8',
      '@types/node': '^20.19.0',
      ai: '^6.0.0',
      openai: '^6.0.0',
      zod: '^4.0.0',
    },
  });
  cpSync(join(__dirname, 'program'), join(project, 'src'), { recursive: true });
  for (const page of PAGES) {
    const code = /^```ts\n([\s\S]*?)^```$/m.exec(readFileSync(join(DOCS, `${page}.md`), 'utf8'))?.[1] ?? '';
    writeFileSync(join(project, `src/${page}.ts`), code);
  }
  await compileSources(project);
  receiver = await startReceiver();
  model = await startModelServer(1);
}, 600_000);

afterAll(async () => {
  await model.close();
  await receiver.close();
});

/** What the span of a call says, by what each page promises. */
interface Call {
  readonly span: string;
  /** The attribute, and what it holds in each of the calls: the model that was asked for, or the one that answered. */
  readonly model: string;
  readonly models: readonly string[];
  readonly asked: string;
  readonly answered: string;
}

const OPENINFERENCE = {
  model: 'llm.model_name',
  asked: 'llm.input_messages.1.message.content',
  answered: 'llm.output_messages.0.message.content',
};

const CALLS: Record<string, Call> = {
  'ai-sdk': {
    span: 'ai.generateText.doGenerate',
    model: 'gen_ai.response.model',
    models: ['parrot-1'],
    asked: 'ai.prompt.messages',
    answered: 'ai.response.text',
  },
  openai: { span: 'OpenAI Chat Completions', models: ['parrot-1', 'gpt-5-mini'], ...OPENINFERENCE },
  langgraph: { span: 'ChatOpenAI', models: ['gpt-5-mini'], ...OPENINFERENCE },
};

/** By either convention. */
const tokensOf = ({ attributes }: ReceivedSpan) => [
  attributes['llm.token_count.prompt'] ?? attributes['gen_ai.usage.input_tokens'],
  attributes['llm.token_count.completion'] ?? attributes['gen_ai.usage.output_tokens'],
];
/** What the model counts: words. */
const TOKENS = [6, 9];

const QUESTION = 'Is it raining?';
const ANSWER = `You asked: ${QUESTION} I do not know.`;

test.each(PAGES)('%s: the model, the tokens and the messages arrive, in the session and its trace', async (page) => {
  const before = receiver.spans.length;
  const env = {
    ...process.env,
    ...keletAt(receiver.url),
    TEMPORAL_ADDRESS: temporalAddress(),
    OPENAI_BASE_URL: model.url,
    OPENAI_API_KEY: 'none',
  };
  const { stdout } = await command(process.execPath, [join(project, 'dist/main.js'), page, randomUUID()], project, env);
  const answers = JSON.parse(stdout) as string[];
  expect(new Set(answers)).toEqual(new Set([ANSWER]));
  const spans = receiver.spans.slice(before);
  const call = CALLS[page] as Call;
  const calls = spans.filter(({ name }) => name === call.span);
  // One for each activity of the page.
  expect(calls).toHaveLength(answers.length);
  expect(calls.map(({ attributes }) => attributes[call.model])).toEqual(call.models);
  expect(spans.map(tokensOf).filter(([given]) => given !== undefined)).toEqual(answers.map(() => TOKENS));
  for (const span of calls) {
    const of = (name: 'asked' | 'answered') => span.attributes[call[name]];
    expect(of('asked')).toContain(QUESTION);
    expect(of('answered')).toContain(ANSWER);
    expect(span.attributes['gen_ai.agent.name']).toBe('support');
  }
  expectOneSession(spans);
});

function expectOneSession(spans: readonly ReceivedSpan[]): void {
  for (const { name, attributes } of spans)
    expect({ name, session: attributes['gen_ai.conversation.id'], user: attributes['user.id'] }).toEqual({
      name,
      session: 'conv-42',
      user: 'user-7',
    });
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined || !ids.has(parentSpanId));
  expect(roots.map(({ name }) => name)).toEqual(['StartWorkflow:ask']);
}
