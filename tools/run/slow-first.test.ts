import { existsSync } from 'node:fs';
import { join } from 'node:path';
import SlowFirst from './slow-first.cjs';

const SOURCES = join(__dirname, '../../e2e/src');

test('each file that is to run first is there', () => {
  expect(SlowFirst.SLOW.filter((file) => !existsSync(join(SOURCES, file)))).toEqual([]);
});
