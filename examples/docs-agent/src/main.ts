import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { agenticSession, configure } from 'kelet';
import { setupTelemetry } from 'kelet/opentelemetry';
import { KeletPlugin } from 'kelet/temporal';
import { startConsole } from 'kelet-console';
import * as activities from './activities';
import { judge, renderTree } from './report';
import { answerQuestion, type Reply } from './workflows';

const DEFAULT_QUESTION = 'How do sticky task queues work?';

/** The hosted API's part is played by a console on this machine, under a key that means nothing. */
async function main(question: string, open: boolean): Promise<boolean> {
  const console = await startConsole({ port: 0 });
  try {
    print(`Console  ${console.url}`);
    configure({ apiKey: 'demo', project: 'docs-agent', apiUrl: console.url });
    const { sessionId, reply } = await ask(question);
    const { spans, signals } = console.received();
    const verdict = judge(sessionId, spans, signals);
    print(`\nQ  ${question}\nA  ${reply.text}\n`);
    for (const source of reply.sources) print(`   from ${source}`);
    print(`\nSpans (${spans.length})\n${renderTree(spans)}\n\nSignals (${signals.length})`);
    for (const { body } of signals) print(`   ${JSON.stringify(body)}`);
    print(`\n${verdict.good ? '✓' : '✗'} ${verdict.text} (${sessionId})`);
    print(`  ${console.sessionUrl(sessionId)}${open ? '' : ' (closed again; npm run demo -- --open keeps it)'}`);
    if (open) await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    return verdict.good;
  } finally {
    await console.close();
  }
}

const print = (line: string) => process.stdout.write(`${line}\n`);

/** Runs the agent once: a client and a worker in one process, with one plugin on both. */
async function ask(question: string): Promise<{ sessionId: string; reply: Reply }> {
  const { resource, spanProcessor } = setupTelemetry({ serviceName: 'docs-agent' });
  const plugin = new KeletPlugin({ otelPluginOptions: { resource, spanProcessor } });

  Runtime.install({ logger: new DefaultLogger('WARN') });
  const address = process.env['TEMPORAL_ADDRESS'] ?? 'localhost:7233';
  const connection = await NativeConnection.connect({ address });
  try {
    const client = new Client({ connection, plugins: [plugin] });
    // A queue of its own, so that two demos on one server do not take each other's work.
    const taskQueue = `docs-agent-${randomUUID()}`;
    const worker = await Worker.create({
      connection,
      workflowsPath: require.resolve('./workflows'),
      activities,
      taskQueue,
      plugins: [plugin],
    });
    const sessionId = `conv-${randomUUID().slice(0, 8)}`;
    const reply = await worker.runUntil(
      agenticSession({ sessionId, userId: 'user-7', metadata: { channel: 'demo' } }, () =>
        client.workflow.execute(answerQuestion, { args: [question], workflowId: `answer-${sessionId}`, taskQueue }),
      ),
    );
    return { sessionId, reply };
  } finally {
    await connection.close();
    await spanProcessor.forceFlush();
  }
}

const { values, positionals } = parseArgs({ options: { open: { type: 'boolean' } }, allowPositionals: true });

main(positionals.join(' ').trim() || DEFAULT_QUESTION, values.open === true).then(
  (good) => {
    process.exitCode = good ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
