import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An empty directory that is gone after the test file that calls this at its top; below `parent`, where packages must resolve from there. */
export function temporaryDirectory(parent: string = tmpdir()): string {
  const directory = mkdtempSync(join(parent, 'tmp-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
