import { BLOCKS, testBlocks } from './docs';

testBlocks(BLOCKS);
