import { testReplays } from './replay';

testReplays({
  v2: [{}],
  v1: [
    ['alone', {}],
    ['bundled', {}],
  ],
  beside: [['alone', ['before', 'after']]],
  queried: [{}],
});
