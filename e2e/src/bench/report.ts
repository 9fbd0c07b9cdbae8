import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/pack';

const DIRECTORY = join(ROOT, 'bench-results');

/** Prints rows as a Markdown table, and keeps them in `bench-results/`: as JSON, and the table. */
export function report(name: string, rows: readonly Readonly<Record<string, string | number>>[]): void {
  const columns = Object.keys(rows[0] ?? {});
  const line = (cells: readonly (string | number | undefined)[]) => `| ${cells.join(' | ')} |\n`;
  const table = [
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map((column) => row[column]))),
  ].join('');
  mkdirSync(DIRECTORY, { recursive: true });
  writeFileSync(join(DIRECTORY, `${name}.json`), `${JSON.stringify(rows, null, 2)}\n`);
  writeFileSync(join(DIRECTORY, `${name}.md`), table);
  process.stdout.write(`\n${name}\n${table}`);
}
