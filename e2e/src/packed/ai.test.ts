import { randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { Receiver } from 'kelet-console';
import { command, packAll } from '../support/pack';
import { compileSources, installProject } from '../support/project';
import { startReceiver } from '../support/receiver';
import { keletAt } from '../support/secret';
import { temporalAddress } from '../support/server';
import { temporaryDirectory } from '../support/temporary';

// The last of Temporal's plugin for the AI SDK that runs on Node.js 20; it wants its own version of the others.
const TEMPORAL = '1.17.0';
const TEMPORAL_PACKAGES = ['activity', 'ai-sdk', 'client', 'common', 'interceptors-opentelemetry', 'plugin', 'worker'];

const project = temporaryDirectory();
let receiver: Receiver;

beforeAll(async () => {
  const temporal = [...TEMPORAL_PACKAGES, 'workflow'].map((name) => [`@temporalio/${name}`, TEMPORAL]);
  await installProject({
    directory: project,
    packageManager: 'npm',
    tarballs: await packAll(),
    own: ['kelet'],
    dependencies: {
      ...Object.fromEntries(temporal),
      '@ai-sdk/mcp': '^1.0.0',
      '@ai-sdk/provider': '^3.0.0',
      '@opentelemetry/api': '~1.9.0',
      '@types/node': '^20.19.0',
      ai: '^6.0.0',
      zod: '^4.0.0',
    },
  });
  cpSync(join(__dirname, 'ai'), join(project, 'src'), { recursive: true });
  await compileSources(project);
  receiver = await startReceiver();
}, 600_000);

afterAll(() => receiver.close());

test("the spans of Vercel's AI SDK, in an activity and in workflow code, are in the session and in its trace", async () => {
  const env = {
    ...process.env,
    ...keletAt(receiver.url),
    TEMPORAL_ADDRESS: temporalAddress(),
  };
  const { stdout } = await command(process.execPath, [join(project, 'dist/main.js'), randomUUID()], project, env);
  expect(stdout).toContain('["yes","yes"]');
  const spans = receiver.spans.filter(({ name }) => name.startsWith('ai.'));
  expect(spans.map(({ name }) => name).sort()).toEqual([
    'ai.generateText',
    'ai.generateText',
    'ai.generateText.doGenerate',
    'ai.generateText.doGenerate',
  ]);
  for (const { name, attributes } of receiver.spans) {
    expect({ name, id: attributes['gen_ai.conversation.id'], user: attributes['user.id'] }).toEqual({
      name,
      id: 'conv-42',
      user: 'user-7',
    });
  }
  expect(new Set(receiver.spans.map(({ traceId }) => traceId)).size).toBe(1);
});
