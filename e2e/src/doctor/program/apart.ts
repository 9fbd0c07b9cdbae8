import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Finding } from 'kelet-doctor';

/** A worker in a process of its own, polling; `end()` gives what the doctor has found there. */
export async function startApart(program: string, args: readonly string[]) {
  const worker = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface(worker.stdout);
  await once(lines, 'line');
  const last = once(lines, 'line');
  return {
    async end(): Promise<readonly Finding[]> {
      worker.kill('SIGTERM');
      const [line] = await last;
      return (JSON.parse(line) as { setup: Finding[] }).setup;
    },
  };
}
