import { build } from 'esbuild';

test('what says what arrived, and what a history shows, needs nothing of Temporal or of OpenTelemetry', async () => {
  const { metafile, outputFiles } = await build({
    stdin: { contents: "module.exports = require('kelet-doctor/arrived');", resolveDir: __dirname },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const inputs = Object.keys(metafile.inputs).filter((path) => path !== '<stdin>');
  expect(inputs.filter((path) => path.includes('node_modules'))).toEqual([]);
  const ofOthers = inputs.filter((path) => !/kelet-(core|doctor)[\\/]/.test(path));
  expect(ofOthers.map((path) => path.replace(/^.*packages[\\/]/, '').replaceAll('\\', '/')).sort()).toEqual([
    'kelet-temporal-headers/dist/names.js',
    'kelet-temporal-interceptors/dist/shared/names.js',
  ]);
  const module: { exports: Record<string, (given: object) => unknown> } = { exports: {} };
  new Function('module', 'exports', 'require', outputFiles[0]?.text ?? '')(module, module.exports, require);
  expect(module.exports['diagnose']?.({ spans: [], signals: [] })).toEqual([]);
  expect(module.exports['diagnoseHistory']?.({ events: [] })).toEqual([]);
});
