import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { transformFileSync } from '@swc/core';
import { OpenTelemetryPlugin } from '@temporalio/interceptors-opentelemetry';
import { loadOtelPlugin } from './otel-plugin';

const V1 = '@temporalio/interceptors-opentelemetry';
const V2 = '@temporalio/interceptors-opentelemetry-v2';
const processor = {
  onStart() {},
  onEnd() {},
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};
const options = { resource: { attributes: {} }, spanProcessor: processor };

const compiled = { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } } as const;
const exporting = (label: string) => `exports.OpenTelemetryPlugin = class { label = '${label}' };`;
const LOAD = `
  const { slot } = require('kelet-core/internal');
  const warnings = [];
  slot().warn = (message) => warnings.push(message);
  const answer = (found) => console.log(JSON.stringify({ ...found, ...(warnings.length > 0 && { warnings }) }));
  const version = process.argv[1];
  try {
    const { checkOtelInstalled, loadOtelPlugin } = require('./otel-plugin.js');
    checkOtelInstalled(version);
    answer(loadOtelPlugin({}, version));
  } catch ({ code, message }) {
    answer({ code, message });
  }
`;
const CORE = dirname(require.resolve('kelet-core/package.json'));

interface Loaded {
  readonly label?: string;
  readonly code?: string;
  readonly message?: string;
  readonly warnings?: string[];
}

describe('loading Temporal’s plugin', () => {
  const directories: string[] = [];

  afterAll(() => {
    for (const directory of directories) rmSync(directory, { recursive: true });
  });

  /** What loading comes to in a process of its own, where only the given packages are installed. */
  function loadWhere(packages: Record<string, string>, version: string[] = []): Loaded {
    const directory = mkdtempSync(join(tmpdir(), 'otel-plugin-'));
    directories.push(directory);
    for (const name of ['otel-plugin', 'otel-package']) {
      writeFileSync(join(directory, `${name}.js`), transformFileSync(join(__dirname, `${name}.ts`), compiled).code);
    }
    mkdirSync(join(directory, 'node_modules'));
    symlinkSync(CORE, join(directory, 'node_modules/kelet-core'));
    for (const [name, code] of Object.entries(packages)) {
      mkdirSync(join(directory, 'node_modules', name), { recursive: true });
      writeFileSync(join(directory, 'node_modules', name, 'index.js'), code);
    }
    return JSON.parse(
      execFileSync(process.execPath, ['-e', LOAD, '--', ...version], { cwd: directory, env: {}, encoding: 'utf8' }),
    );
  }

  test('finds the one that is installed, and hands on the options, the same objects', () => {
    const loaded = loadOtelPlugin(options, undefined);
    expect(loaded).toBeInstanceOf(OpenTelemetryPlugin);
    const { otelOptions } = loaded as unknown as { otelOptions: typeof options };
    expect(otelOptions.resource).toBe(options.resource);
    expect(otelOptions.spanProcessor).toBe(options.spanProcessor);
  });

  const both = { [V1]: exporting('v1'), [V2]: exporting('v2') };

  test('takes the one that is installed, and v1 with a warning where both are', () => {
    expect(loadWhere({ [V1]: exporting('v1') })).toEqual({ label: 'v1' });
    expect(loadWhere({ [V2]: exporting('v2') })).toEqual({ label: 'v2' });
    expect(loadWhere(both)).toEqual({ label: 'v1', warnings: [expect.stringContaining("otelVersion: 'v1' or 'v2'")] });
  });

  test('takes the one that is asked for, without a word', () => {
    expect(loadWhere(both, ['v1'])).toEqual({ label: 'v1' });
    expect(loadWhere(both, ['v2'])).toEqual({ label: 'v2' });
  });

  test('refuses one that is not there', () => {
    const missing = loadWhere({ [V1]: exporting('v1') }, ['v2']);
    expect(missing).toEqual({ code: 'OTEL_PLUGIN_MISSING', message: expect.stringContaining(`npm install ${V2}`) });
  });

  test('says what to install where there is neither', () => {
    const { code, message } = loadWhere({});
    expect(code).toBe('OTEL_PLUGIN_MISSING');
    expect(message).toContain(`found neither ${V1} nor ${V2}`);
    expect(message).toContain('pass { includeOtelPlugin: false }');
  });

  test.each([
    ['fails', "throw new Error('of its own');", 'of its own'],
    ['lacks a package of its own', "require('not-there');", "Cannot find module 'not-there'"],
  ])('does not pass v1 over where it %s', (_, code, message) => {
    expect(loadWhere({ [V1]: code, [V2]: exporting('v2') }).message).toContain(message);
  });
});
