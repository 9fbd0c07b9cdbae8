import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Less than the `beforeAll()` of those that wait: what is told then names the cause. */
const WITHIN_MS = 540_000;

/**
 * A directory that several test files read and none writes to, such as a project with its packages: the first that
 * asks for it makes it, once in a run of `npm test`, and the others wait.
 *
 * @throws in each of them where it could not be made
 */
export async function shared(name: string, make: (directory: string) => Promise<unknown>): Promise<string> {
  const root = process.env['KELET_SHARED_DIR'];
  if (root === undefined) {
    throw new Error('KELET_SHARED_DIR is not set. Run the tests with `npm test`, which makes it a directory.');
  }
  const directory = join(root, name);
  const [made, failed] = [`${directory}.made`, `${directory}.failed`];
  if (isFirst(directory)) {
    try {
      await make(directory);
    } catch (error) {
      writeFileSync(failed, String((error as Error).stack));
      throw error;
    }
    writeFileSync(made, '');
    return directory;
  }
  const deadline = performance.now() + WITHIN_MS;
  while (!existsSync(made)) {
    if (existsSync(failed)) {
      throw new Error(`Another test file was to make '${name}', and failed:\n${readFileSync(failed, 'utf8')}`);
    }
    if (performance.now() > deadline) {
      throw new Error(`Another test file was to make '${name}', and has not done so within ${WITHIN_MS / 1000} s.`);
    }
    await sleep(100);
  }
  return directory;
}

/** Whoever makes the directory is: that succeeds once, whichever process asks. */
function isFirst(directory: string): boolean {
  try {
    mkdirSync(directory);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
