import { dirname, join } from 'node:path';

/** The executable of Bun, where its package installs; else `undefined`. */
export const bun: string | undefined = find();

function find(): string | undefined {
  try {
    return join(dirname(require.resolve('bun-linux-x64/package.json')), 'bin/bun');
  } catch {
    return undefined;
  }
}
