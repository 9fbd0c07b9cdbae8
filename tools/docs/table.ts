import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The cells of each row of the tables in a Markdown file whose head begins with `head`, without backticks. */
export function rowsOf(path: string, head: string): string[][] {
  const lines = readFileSync(join(__dirname, '../..', path), 'utf8').split(/\r?\n/);
  const rows: string[][] = [];
  let inside = false;
  for (const line of lines) {
    const cells = line.startsWith('|')
      ? line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.replaceAll('`', '').trim())
      : [];
    if (cells.length === 0) inside = false;
    else if (cells[0] === head) inside = true;
    else if (inside && !/^-+:?$/.test(cells[0] ?? '')) rows.push(cells);
  }
  return rows;
}
