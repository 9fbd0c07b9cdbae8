const swc = [
  '@swc/jest',
  { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
];

/**
 * @param {string} displayName
 * @param {string[]} testMatch
 */
const project = (displayName, testMatch) => ({
  displayName,
  testMatch,
  testEnvironment: 'node',
  transform: { '\\.ts$': swc },
  // Built output and packed copies hold package.json files with the same names.
  modulePathIgnorePatterns: ['/dist/', '/\\.turbo/'],
  // Only by `npm run test:full`, or by their names: they take long.
  testPathIgnorePatterns: [
    '/node_modules/',
    ...(process.env['KELET_FULL'] ? [] : ['\\.full\\.test\\.ts$']),
    // Where there is none, which `npm test` says.
    ...(process.env['KELET_NO_BROWSER'] ? ['/support-chat\\.test\\.ts$', '/console/page\\.test\\.ts$'] : []),
  ],
});

/** @type {import('jest').Config} */
module.exports = {
  projects: [
    project('unit', [
      '<rootDir>/packages/*/src/**/*.test.ts',
      '<rootDir>/packages/*/page/src/**/*.test.ts',
      '<rootDir>/tools/**/*.test.ts',
    ]),
    project('e2e', ['<rootDir>/e2e/src/**/*.test.ts']),
    // After the others, by `npm test`: it looks at what they left behind.
    ...(process.env['KELET_SCAN_SINCE'] ? [project('scan', ['<rootDir>/e2e/src/scan/*.scan.ts'])] : []),
    // Only on demand, see CONTRIBUTING.md: the one writes files that are committed, the other takes long.
    ...(process.env['KELET_RECORD'] ? [project('record', ['<rootDir>/e2e/src/replay/*.record.ts'])] : []),
    ...(process.env['KELET_BENCH'] ? [project('bench', ['<rootDir>/e2e/src/bench/*.bench.ts'])] : []),
  ],
  testTimeout: 120_000,
  testSequencer: './tools/run/slow-first.cjs',
  // Each end-to-end file runs workers of its own, with native threads beside Jest's.
  maxWorkers: 2,
};
