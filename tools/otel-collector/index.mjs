import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { accepts } from '../temporal-server/accepts.mjs';
import { cacheDirectory, isExecutable } from '../temporal-server/find.mjs';
import { freePort } from '../temporal-server/free-port.mjs';
import { hasGo } from '../temporal-server/go-build.mjs';

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
      log('building an OpenTelemetry Collector with Go, once, for a minute or two …');
      await build(cache, path);
    } catch (error) {
      return { reason: error instanceof Error ? error.message : String(error) };
    }
  }
  return start(path, directory);
}

/**
 * In a folder of its own, and put into its place with one rename: a build that was cut off leaves nothing behind that
 * looks finished.
 *
 * @param {string} cache
 * @param {string} path
 */
async function build(cache, path) {
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'build-'));
  try {
    await run('go', ['install', `go.opentelemetry.io/collector/cmd/builder@${VERSION}`], work);
    await run(join(work, 'builder'), ['--config', MANIFEST], work);
    renameSync(join(work, 'out', BINARY), path);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} work
 * @returns {Promise<void>}
 */
function run(command, args, work) {
  return new Promise((resolve, reject) => {
    // A group of its own, since `go` starts compilers: all of them end with this command.
    const child = spawn(command, args, {
      cwd: work,
      env: { ...process.env, GOBIN: work, GOFLAGS: '' },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    const kill = () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    };
    process.once('exit', kill);
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors = (errors + chunk).slice(-2000);
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      process.off('exit', kill);
      if (code === 0) resolve();
      else reject(new Error(`\`${command}\` failed: ${errors.trim().split('\n').slice(-3).join(' ')}`));
    });
  });
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
