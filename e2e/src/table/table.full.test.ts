import { testTable } from './table';

testTable({
  standalone: ['interceptors'],
  here: [],
  options: [{ bundlerOptions: { preloadModules: ['kelet-core'] } }],
  nodes: ['22'],
});
