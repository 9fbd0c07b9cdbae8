#!/usr/bin/env node
import { messageOf } from 'kelet-core/internal';
import { version } from '../version';
import { readArgs } from './args';
import { findingsOutcome, type Outcome, READING } from './commands';
import { HELP } from './help';
import { findingsOfHistory } from './history';
import { serve } from './serve';
import { openSource } from './source';

async function main(): Promise<void> {
  const { command, argument, options } = readArgs(process.argv.slice(2));
  if (options.help) return print({ text: HELP.trimEnd(), good: true });
  if (options.version) return print({ text: version(), good: true });
  if (command === 'serve') return serve(options);
  if (command === 'doctor' && (options.temporal !== undefined || options['workflow-id'] !== undefined)) {
    return print(findingsOutcome(await findingsOfHistory(options), options.json));
  }
  const source = await openSource(options);
  try {
    const run = READING[command];
    if (run !== undefined) print(await run(source, options, argument));
  } finally {
    await source.close();
  }
}

function print({ text, good }: Outcome): void {
  process.stdout.write(`${text}\n`);
  if (!good) process.exitCode = 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 2;
});
