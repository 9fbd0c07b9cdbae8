import { testReplays } from './replay';

testReplays({
  v2: [{ autoSession: true }],
  v1: [['bundled', { autoSession: true }]],
  beside: [
    ['alone', ['bundled']],
    ['bundled', ['alone']],
    ['bare', ['kelet']],
    ['kelet', ['bare']],
  ],
  queried: [{ maxCachedWorkflows: 0 }],
});
