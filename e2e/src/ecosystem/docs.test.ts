import { BLOCKS, testBlocks } from './docs';

/** Those that need no package beside OpenTelemetry's. */
const PLAIN = ['Only a span processor', 'NodeSDK', 'An OpenTelemetryPlugin of your own'];

test('the page has a block for each way that it names', () => {
  expect(BLOCKS.length).toBe(11);
});

testBlocks(BLOCKS.filter(({ heading }) => PLAIN.includes(heading)));
