import { TEXTS } from '../../../packages/kelet-doctor/dist/findings/texts';
import { checkModules } from '../support/project';
import { temporaryDirectory } from '../support/temporary';

const directory = temporaryDirectory(__dirname);

/** What the fixes take for granted, which a reader has. */
const GIVEN = `
import { Client, type Connection } from '@temporalio/client';
import { bundleWorkflowCode, Worker } from '@temporalio/worker';
import { agenticSession, configure, flushAll, shutdown, signal } from 'kelet';
import { sessionMiddleware } from 'kelet/http';
import { setupTelemetry } from 'kelet/opentelemetry';
import { KeletPlugin } from 'kelet/temporal';
import { createInterceptors } from 'kelet-temporal-interceptors';

declare const connection: Connection;
declare const client: Client;
declare const keletPlugin: KeletPlugin;
declare const plugin: KeletPlugin;
declare const otherPlugin: { name: string };
declare const app: { use(handler: ReturnType<typeof sessionMiddleware>): void };
declare const sdk: { start(): void };
declare const isOurs: (request: object) => boolean;
declare const [workflowsPath, sessionId, reference, plan, apiKey, taskQueue]: string[] & [string, string, string, string, string, string];
declare const fn: () => void;
declare const { resource, spanProcessor }: ReturnType<typeof setupTelemetry>;
const { worker, workflowModules, sinks } = createInterceptors();
// For what a fix leaves out: of each other call, and of client.workflow.start().
const rest = { workflowsPath, taskQueue, kind: 'feedback', source: 'human', serviceName: 'worker' } as const;
declare const args: [string, { workflowId: string; taskQueue: string }];
`;

/** What is to be typed in a shell, and in another language. */
const NO_TYPESCRIPT = /^(npm|timedatectl|payload) /;

function codeOf(fix: string): string {
  const lines = fix.split('\n').filter((line) => !NO_TYPESCRIPT.test(line));
  return lines
    .map((line) =>
      line
        .replace(/ \/\/ .*$/, '')
        .replaceAll('{ …', '{ ...rest')
        .replaceAll('(…)', '(...args)'),
    )
    .map((line) => (line.startsWith('plugins:') ? `({ ${line} });` : line.replace(/^export /, '')))
    .join('\n');
}

test('each fix that is TypeScript compiles, with what it leaves out', async () => {
  const fixes = Object.entries(TEXTS).map(([code, { fix }]) => [code, codeOf(fix)] as const);
  const written = fixes.filter(([, code]) => code !== '');
  expect(written.length).toBeGreaterThan(25);
  const functions = written.map(([code, body]) => `export async function ${code}() {\n${body}\n}\n`);
  await checkModules(directory, [GIVEN + functions.join('\n')]);
});
