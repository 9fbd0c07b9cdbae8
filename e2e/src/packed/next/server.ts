import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { command } from '../../support/pack';

const BIN = 'node_modules/next/dist/bin/next';

export interface NextServer {
  readonly url: string;
  /** All that it has printed so far. */
  said(): string;
  stop(): Promise<void>;
}

/** What `next build` prints. */
export async function nextBuild(project: string, args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout, stderr } = await command(process.execPath, [join(project, BIN), 'build', ...args], project, env);
  return `${stdout}${stderr}`;
}

/** `next start` on a free port of this machine alone. */
export async function nextStart(project: string, env: NodeJS.ProcessEnv): Promise<NextServer> {
  const args = [join(project, BIN), 'start', '--port=0', '--hostname=127.0.0.1'];
  const server = spawn(process.execPath, args, { cwd: project, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(server, 'exit');
  const printed: string[] = [];
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (data) => printed.push(String(data)));
  return {
    url: await address(server, printed),
    said: () => printed.join(''),
    async stop() {
      server.kill('SIGTERM');
      await ended;
    },
  };
}

async function address(server: ChildProcess, printed: readonly string[]): Promise<string> {
  if (server.stdout === null) throw new Error('next start has no output to wait for');
  let url: string | undefined;
  for await (const line of createInterface(server.stdout)) {
    url ??= /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (url === undefined || !line.includes('Ready')) continue;
    server.stdout.resume();
    return url;
  }
  throw new Error(`next start ended before it was ready:\n${printed.join('')}`);
}
