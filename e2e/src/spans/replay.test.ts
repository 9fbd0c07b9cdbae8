import { testReplays } from './replay';

testReplays({
  v2: [{ autoSession: true }],
  v1: [['bundled', { autoSession: true }]],
  beside: [
    ['alone', ['bundled']],
    ['bundled', ['alone']],
  ],
  queried: [{ maxCachedWorkflows: 0 }],
});
