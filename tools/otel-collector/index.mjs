import { spawn } from 'node:child_process';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { accepts } from '../temporal-server/accepts.mjs';
import { cacheDirectory, isExecutable } from '../temporal-server/find.mjs';
import { freePort } from '../temporal-server/free-port.mjs';
import { buildWithGo, goInstall, hasGo } from '../temporal-server/go-build.mjs';

/** The release of the collector, in the manifest too. */
const VERSION = 'v0.150.0';
const MANIFEST = fileURLToPath(new URL('./manifest.yaml', import.meta.url));
const BINARY = 'kelet-test-collector';
const READY_WITHIN_MS = 30_000;

/**
 * @typedef {{ address: string, log: string, stop: () => Promise<void> }} Collector `log` is the path of what it writes
 */

/**
 * An OpenTelemetry Collector on a free port of this machine, from the cache or built into it, which takes about a
 * minute. It takes OTLP over HTTP at the path of the Kelet API, and writes each span to its log.
 *
 * @param {{ log: (line: string) => void, directory: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<Collector | { reason: string }>} why there is none, where it cannot be built
 */
export async function startCollector({ log, directory, env = process.env }) {
  const cache = cacheDirectory(env, `otel-collector-${VERSION}`);
  const path = join(cache, BINARY);
  if (!isExecutable(path)) {
    if (!hasGo()) return { reason: 'there is no `go` on the PATH' };
    try {
      await buildWithGo({
        log,
        cache,
        binary: BINARY,
        what: 'an OpenTelemetry Collector',
        takes: 'a minute or two',
        made: join('out', BINARY),
        commands: (work) => [
          goInstall(`go.opentelemetry.io/collector/cmd/builder@${VERSION}`),
          [join(work, 'builder'), '--config', MANIFEST],
        ],
      });
    } catch (error) {
      return { reason: error instanceof Error ? error.message : String(error) };
    }
  }
  return start(path, directory);
}

/**
 * @param {string} path
 * @param {string} directory
 * @returns {Promise<Collector>}
 */
async function start(path, directory) {
  const address = `127.0.0.1:${await freePort()}`;
  const config = join(directory, 'collector.json');
  writeFileSync(config, JSON.stringify(configFor(address)));
  const output = join(directory, 'collector.log');
  const descriptor = openSync(output, 'w');
  const child = spawn(path, ['--config', `file:${config}`], {
    stdio: ['ignore', descriptor, descriptor],
    detached: true,
  });
  closeSync(descriptor);
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    child.once('exit', () => resolve());
  });
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await accepts(address))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      kill();
      throw new Error(`The OpenTelemetry Collector (${path}) was not ready; see ${output}.`);
    }
    await sleep(100);
  }
  const stop = async () => {
    kill();
    process.off('exit', kill);
    await ended;
  };
  return { address, log: output, stop };
}

/** @param {string} endpoint */
function configFor(endpoint) {
  return {
    receivers: { otlp: { protocols: { http: { endpoint, traces_url_path: '/api/traces' } } } },
    exporters: { debug: { verbosity: 'detailed' } },
    service: {
      pipelines: { traces: { receivers: ['otlp'], exporters: ['debug'] } },
      telemetry: { metrics: { level: 'none' } },
    },
  };
}
