#!/usr/bin/env node
import { messageOf } from 'kelet-core/internal';
import { findingsOfHistory, type WorkflowPlace } from '../history/findings-of-history';
import { line } from '../text/line';
import { version } from '../version';
import { type Options, readArgs, wrong } from './args';
import { findingsOutcome, type Outcome, READING } from './commands';
import { HELP } from './help';
import { serve } from './serve';
import { openSource } from './source';

const OF_HISTORY = ['temporal', 'namespace', 'workflow-id', 'run-id'] as const;

async function main(): Promise<void> {
  const { command, argument, options } = readArgs(process.argv.slice(2));
  if (options.help) return print({ text: HELP.trimEnd(), good: true });
  if (options.version) return print({ text: version(), good: true });
  if (command === 'serve') return serve(options);
  if (command === 'doctor' && OF_HISTORY.some((name) => options[name] !== undefined)) {
    return print(findingsOutcome(await findingsOfHistory(placeOf(options)), options.json));
  }
  const source = await openSource(command, options);
  try {
    print(await (READING[command] as (typeof READING)[string])(source, options, argument));
  } finally {
    await source.close();
  }
}

/** @throws KeletError INVALID_CONFIG where the server or the workflow is not named */
function placeOf(options: Options): WorkflowPlace {
  const { temporal: address, namespace = 'default', 'workflow-id': workflowId, 'run-id': runId } = options;
  if (options.db !== undefined || options.url !== undefined) {
    throw wrong('The doctor of a history reads the Temporal server: --db and --url name consoles.');
  }
  if (!address || !workflowId) throw wrong('The doctor of a history needs --temporal HOST:PORT and --workflow-id ID.');
  return { address, namespace, workflowId, runId };
}

function print({ text, good }: Outcome): void {
  process.stdout.write(`${text}\n`);
  if (!good) process.exitCode = 1;
}

// Whoever reads, such as `head`, may have enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

main().catch((error: unknown) => {
  process.stderr.write(`${line(messageOf(error))}\n`);
  process.exitCode = 2;
});
