import { join } from 'node:path';
import { command } from '../../support/pack';

/** What `client.js` of the project is built with, and installed beside it. */
export const BUNDLERS = {
  '@rollup/plugin-commonjs': '^29.0.3',
  '@rollup/plugin-json': '^6.1.0',
  '@rollup/plugin-node-resolve': '^16.0.3',
  esbuild: '^0.28.2',
  rollup: '^4.68.0',
  webpack: '^5.112.0',
};

/** Bundles `entry` of `project` into `out`; both are paths from there. */
export type Build = (project: string, entry: string, out: string) => Promise<unknown>;

// Temporal's client, and gRPC below it, ask for Node's modules by `require`, which an ES module has not.
const REQUIRE =
  "import { createRequire as nodeRequire } from 'node:module'; const require = nodeRequire(import.meta.url);";

export function esbuild(...options: string[]): Build {
  const always = ['--bundle', '--platform=node', '--log-level=error', ...options];
  return (project, entry, out) => bin(project, 'esbuild', [entry, `--outfile=${out}`, ...always]);
}

export const esbuildModule: Build = esbuild('--format=esm', `--banner:js=${REQUIRE}`);

/** Says nothing of the one of the optional packages that is not installed, as the README shows. */
export const QUIET = 'ignoreWarnings: [{ module: /kelet-temporal-plugin/, message: /interceptors-opentelemetry/ }]';

/** Fails where webpack warns of a package of Kelet's. @param more what comes after the rest of the configuration, as JavaScript */
export function webpack(more = ''): Build {
  return (project, entry, out) =>
    script(
      project,
      `const webpack = require('webpack');
      const { dirname, resolve, basename } = require('node:path');
      const output = { path: dirname(resolve('${out}')), filename: basename('${out}') };
      const config = { mode: 'production', optimization: { minimize: false }, target: 'node', entry: './${entry}', output, ${more} };
      webpack(config, (error, stats) => {
        if (error) throw error;
        if (stats.hasErrors()) throw new Error(stats.toString());
        const warnings = stats.compilation.getWarnings().filter(({ module }) => /kelet/.test(module?.resource));
        if (warnings.length > 0) throw new Error(warnings.join('\\n'));
      });`,
    );
}

/** @param commonjs the options of its plugin for CommonJS, as JavaScript */
export function rollup(format: 'cjs' | 'es', commonjs = '{}'): Build {
  return (project, entry, out) =>
    script(
      project,
      `const { rollup } = require('rollup');
      const [nodeResolve, commonjs, json] = ['node-resolve', 'commonjs', 'json'].map((name) => require('@rollup/plugin-' + name));
      const plugins = [nodeResolve({ preferBuiltins: true, exportConditions: ['node'] }), commonjs(${commonjs}), json()];
      rollup({ input: '${entry}', plugins, onwarn() {} }).then((bundle) =>
        bundle.write({ file: '${out}', format: '${format}', inlineDynamicImports: true }),
      );`,
    );
}

/** @param bun the executable */
export function bunBuild(bun: string, ...options: string[]): Build {
  return (project, entry, out) =>
    command(bun, ['build', entry, `--outfile=${out}`, '--target=node', ...options], project);
}

function bin(project: string, name: string, args: string[]): Promise<unknown> {
  return command(join(project, 'node_modules/.bin', name), args, project);
}

function script(project: string, code: string): Promise<unknown> {
  return command(process.execPath, ['-e', code], project);
}
