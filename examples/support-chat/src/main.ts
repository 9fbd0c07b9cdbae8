import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startConsole } from 'kelet-console';
import { startModelServer } from './model-server';

/**
 * The whole program on one machine, until Ctrl+C. A console plays the part of the hosted API, under keys that mean nothing,
 * and a parrot that of the model. What the environment names stands.
 */
async function main(): Promise<void> {
  const shown = await startConsole({ port: 0 });
  const model = await startModelServer();
  const env: NodeJS.ProcessEnv = {
    KELET_API_URL: shown.url,
    KELET_API_KEY_ACME: 'demo-acme',
    KELET_API_KEY_GLOBEX: 'demo-globex',
    REFERENCE_SECRET: 'a secret for one machine alone',
    OPENAI_BASE_URL: model.url,
    ...process.env,
  };
  console.log(`Sessions are to be seen at ${env['KELET_API_URL']}, and the model is at ${env['OPENAI_BASE_URL']}.`);
  const processes = ['worker', 'web'].map((name) =>
    spawn(process.execPath, [join(__dirname, `${name}.js`)], { env, stdio: 'inherit' }),
  );
  const stop = () => {
    for (const child of processes) child.kill('SIGTERM');
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  // One without the other is of no use.
  for (const child of processes) child.once('exit', stop);
  await Promise.all(processes.map(endOf));
  await model.close();
  await shown.close();
}

async function endOf(child: ChildProcess): Promise<void> {
  const [code] = await once(child, 'exit');
  if (code) process.exitCode = code;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
