import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { command } from './pack';

/** The program of kelet-console, as built. */
export const CONSOLE = join(require.resolve('kelet-console/package.json'), '../dist/kelet-console.js');

/** A console in a process of its own. */
export interface ConsoleProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** All that it has written so far. */
  output(): string;
  /** Ends it, by the signal that a terminal sends unless another is given, and waits until it has ended. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface ConsoleProcessOptions {
  readonly args?: readonly string[];
  readonly program?: string;
  readonly node?: string;
  readonly cwd?: string;
}

/** Starts `kelet-console` on a free port, and waits until it listens. */
export async function startConsoleProcess(options: ConsoleProcessOptions = {}): Promise<ConsoleProcess> {
  const { args = [], program = CONSOLE, node = process.execPath, cwd = process.cwd() } = options;
  const child = spawn(node, [program, '--port', '0', ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const note = (chunk: Buffer) => {
    output += chunk;
  };
  child.stdout.on('data', note);
  child.stderr.on('data', note);
  // With its pipes, which would hold the process of the test.
  const ended = once(child, 'close');
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), ended.then(() => [output])]);
  const url = /^kelet-console shows what arrives at (http:\S+)$/.exec(String(line))?.[1];
  if (url === undefined) throw new Error(`kelet-console did not start: ${output}`);
  return {
    url,
    child,
    output: () => output,
    async stop(signal = 'SIGINT') {
      child.kill(signal);
      await ended;
    },
  };
}

/** Runs a command of `kelet-console` to its end. @throws where its exit code is not 0 */
export async function consoleCommand(...args: string[]): Promise<string> {
  return (await command(process.execPath, [CONSOLE, ...args], process.cwd())).stdout;
}
