import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startReceiver } from 'kelet-console';
import { startModelServer } from './model-server';

/**
 * The whole program on one machine, until Ctrl+C. A receiver plays the part of the hosted API, under keys that mean
 * nothing, and a parrot that of the model. What the environment names stands.
 */
async function main(): Promise<void> {
  const receiver = await startReceiver();
  const model = await startModelServer();
  const env: NodeJS.ProcessEnv = {
    KELET_API_URL: receiver.url,
    KELET_API_KEY_ACME: 'demo-acme',
    KELET_API_KEY_GLOBEX: 'demo-globex',
    REFERENCE_SECRET: 'a secret for one machine alone',
    OPENAI_BASE_URL: model.url,
    ...process.env,
  };
  console.log(
    `Spans and signals go to ${env['KELET_API_URL']}, and questions to the model at ${env['OPENAI_BASE_URL']}.`,
  );
  const processes = ['worker', 'web'].map((name) =>
    spawn(process.execPath, [join(__dirname, `${name}.js`)], { env, stdio: 'inherit' }),
  );
  const stop = () => {
    for (const child of processes) child.kill('SIGTERM');
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  const ended = Promise.all(processes.map(endOf)).then(() => true);
  // One without the other is of no use.
  for (const child of processes) child.once('exit', stop);
  let shown = 0;
  do {
    for (const { project, body } of receiver.signals.slice(shown)) console.log(`${project}: ${JSON.stringify(body)}`);
    shown = receiver.signals.length;
  } while (!(await Promise.race([ended, sleep(200, false)])));
  console.log(`${receiver.spans.length} spans and ${receiver.signals.length} signals arrived.`);
  await model.close();
  await receiver.close();
}

async function endOf(child: ChildProcess): Promise<void> {
  const [code] = await once(child, 'exit');
  if (code) process.exitCode = code;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
