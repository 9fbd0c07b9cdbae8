import type { Client } from '@temporalio/client';
import type { WorkerOptions } from '@temporalio/worker';
import { configure } from 'kelet-core';
import { setupTelemetry } from 'kelet-opentelemetry';
import { KeletPlugin } from 'kelet-temporal-plugin';

/** What a step of a set-up can use. */
export interface Tools {
  readonly client: Client;
  readonly taskQueue: string;
}

/** One way to set up a process, right or wrong; what it leaves out is done as it is meant to be. */
export interface SetUp {
  /** Ahead of everything else. */
  first?(): void;
  configure?(): void;
  telemetry?(): void;
  clientPlugins?(): object[];
  clientInterceptors?(): object[];
  workerPlugins?(): object[];
  workerOptions?(): Promise<Partial<WorkerOptions>> | Partial<WorkerOptions>;
  /** What runs while the worker polls; gives the id of the workflow whose history is looked at. */
  run?(tools: Tools): Promise<string | undefined>;
  /** When that has ended. */
  last?(tools: Tools): Promise<void>;
  /** Whether no workflow runs, and no worker is made: `checkSetup()` gets the options of one. */
  readonly isAtStart?: boolean;
  /** Whether the worker is a process of its own. */
  readonly isWorkerApart?: boolean;
  /** Which sides `checkSetup()` is given. */
  readonly look?: readonly ('client' | 'worker')[];
}

let plugin: KeletPlugin | undefined;

/** The plugin of the process, as the documentation has it: one instance on both sides. */
export function kelet(): KeletPlugin {
  plugin ??= new KeletPlugin();
  return plugin;
}

export const AS_MEANT = {
  configure: () => configure(),
  telemetry: () => void setupTelemetry({ serviceName: 'app' }),
  plugins: () => [kelet()],
};
