import { testReplays } from './replay';

testReplays({
  v2: [{ autoSession: true }],
  v1: [
    ['alone', {}],
    ['bundled', { autoSession: true }],
  ],
  beside: [
    ['alone', ['bundled']],
    ['bundled', ['alone']],
  ],
  queried: [{ maxCachedWorkflows: 0 }],
});
