import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The module is for Node.js alone, which Jest does not load. */
function evaluate(expression: string): unknown {
  const script = `
    import { ALLOWED, disallowed } from ${JSON.stringify(join(__dirname, 'license-rules.mjs'))};
    console.log(JSON.stringify(${expression}));
  `;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }));
}
const disallowed = (licenses: object) => evaluate(`disallowed(${JSON.stringify(licenses)})`);

const ONE = [{ name: 'one', versions: ['1.0.0'] }];

test('only what is in the list is allowed, and an expression is not', () => {
  expect(disallowed({ MIT: ONE, 'Apache-2.0': ONE })).toEqual([]);
  expect(disallowed({ MIT: ONE, 'GPL-3.0': ONE })).toEqual(['one@1.0.0: GPL-3.0']);
  expect(disallowed({ Unknown: ONE })).toEqual(['one@1.0.0: Unknown']);
  expect(disallowed({ 'MIT OR GPL-3.0': ONE })).toEqual(['one@1.0.0: MIT OR GPL-3.0']);
  expect(disallowed({})).toEqual(['no package was found']);
});

test('docs/dependencies.md names the list', () => {
  const text = readFileSync(join(__dirname, '../../docs/dependencies.md'), 'utf8');
  const allowed = evaluate('ALLOWED') as string[];
  expect(text).toContain(`is not in its list: ${allowed.join(', ')}.`);
});
