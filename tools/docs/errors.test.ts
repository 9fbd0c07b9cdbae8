import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rowsOf } from './table';

test('docs/errors.md names each code of an error, and no other', () => {
  const source = readFileSync(join(__dirname, '../../packages/kelet-core/src/errors.ts'), 'utf8');
  const type = /^export type KeletErrorCode =([\s\S]*?);$/m.exec(source)?.[1] ?? '';
  const codes = [...type.matchAll(/'(\w+)'/g)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(10);
  expect(rowsOf('docs/errors.md', 'code').map(([code]) => code)).toEqual(codes);
});
