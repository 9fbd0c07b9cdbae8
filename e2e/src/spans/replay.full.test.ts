import { testReplays } from './replay';

testReplays({
  v2: [{}],
  v1: [['bundled', {}]],
  beside: [['alone', ['before', 'after']]],
  queried: [{}],
});
