import { BLOCKS, PLAIN, testBlocks } from './docs';

test('the page has a block for each way that it names', () => {
  expect(BLOCKS.length).toBe(8);
});

testBlocks(BLOCKS.filter(({ heading }) => PLAIN.includes(heading)));
