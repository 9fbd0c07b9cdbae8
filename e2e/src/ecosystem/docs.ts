import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Receiver } from 'kelet-console';
import { command, ROOT } from '../support/pack';
import { compileSources } from '../support/project';
import { startReceiver } from '../support/receiver';
import { temporaryDirectory } from '../support/temporary';
import { environment, makeProject } from './project';
import { ALL, nodeFrom, OTHERS } from './rows';

export interface Block {
  readonly heading: string;
  readonly code: string;
}

/** The blocks of the page, by the heading that each stands under. */
export const BLOCKS: Block[] = readFileSync(join(ROOT, 'docs/beside-your-own-opentelemetry.md'), 'utf8')
  .split(/^## /m)
  .flatMap((section) => {
    const code = /^```ts\n(import [\s\S]*?)^```$/m.exec(section)?.[1];
    return code === undefined ? [] : [{ heading: section.split('\n')[0] ?? '', code }];
  });

/** Those that need no package beside OpenTelemetry's. */
export const PLAIN = ['Only a span processor', 'NodeSDK', 'An OpenTelemetryPlugin of your own'];

const dependenciesOf = (name: string) => OTHERS.find((row) => row.name === name)?.dependencies ?? {};

interface Needs {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly node?: number;
  /** Where the user says that spans go elsewhere. */
  readonly kelet?: readonly string[];
}

const NEEDS: Record<string, Needs> = {
  'Only a span processor': { kelet: [] },
  Sentry: { dependencies: { '@sentry/node': '^11.0.0' } },
  Datadog: { dependencies: dependenciesOf('datadog'), node: 22 },
  Langfuse: { dependencies: dependenciesOf('langfuse') },
  'A web server': { dependencies: dependenciesOf('express') },
};

/** One test for each of `blocks`: it runs as it stands, and Kelet has every span. To be called at the top of a test file. */
export function testBlocks(blocks: readonly Block[]): void {
  const project = temporaryDirectory();
  let receiver: Receiver;

  beforeAll(async () => {
    receiver = await startReceiver();
    const dependencies = Object.assign({}, ...blocks.map(({ heading }) => NEEDS[heading]?.dependencies ?? {}));
    await makeProject(project, dependencies, ['block']);
    for (const [index, { code }] of blocks.entries()) writeFileSync(join(project, `src/block${index}.ts`), code);
    await compileSources(project);
  }, 600_000);

  afterAll(() => receiver.close());

  test.each(blocks.map(({ heading }, index) => [heading, index] as const))(
    '%s',
    async (heading, index) => {
      const { node = 0, kelet = ALL } = NEEDS[heading] ?? {};
      const runtime = nodeFrom(node);
      if (runtime === undefined) throw new Error(`It runs on Node.js ${node}, which is not installed here.`);
      const before = receiver.spans.length;
      const env = { ...environment(receiver.url), BLOCK: `../block${index}` };
      await command(runtime, [join(project, 'dist/main.js'), 'block', randomUUID()], project, env, 120_000);
      const spans = receiver.spans.slice(before);
      expect(spans.map(({ name }) => name).sort()).toEqual([...kelet].sort());
      expect(spans.every(({ attributes }) => attributes['gen_ai.conversation.id'] === 'conv-42')).toBe(true);
      expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(kelet.length === 0 ? 0 : 1);
    },
    180_000,
  );
}
