import { testReplays } from './replay';

testReplays({
  v2: [{}],
  v1: [
    ['alone', {}],
    ['bundled', {}],
  ],
  older: ['v1 of 1.17.5'],
  beside: [
    ['alone', ['before', 'after', 'bundled']],
    ['bundled', ['alone']],
    ['bare', ['kelet']],
    ['kelet', ['bare']],
  ],
  queried: [{}],
});
