import { BLOCKS, PLAIN, testBlocks } from './docs';

testBlocks(BLOCKS.filter(({ heading }) => !PLAIN.includes(heading)));
