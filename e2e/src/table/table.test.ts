import { testTable } from './table';

testTable({
  standalone: ['plugin'],
  here: ['plugin', 'interceptors'],
  options: [
    { maxCachedWorkflows: 0 },
    { reuseV8Context: false },
    { debugMode: true },
    { bundlerOptions: { preloadModules: ['kelet-core', 'kelet-core/internal', 'kelet-temporal-headers'] } },
  ],
  nodes: ['24'],
});
