import { quote } from 'kelet-core/internal';
import type { ArrivedSpan } from './evidence';
import { groups, type Node } from './traces';

const LINES = 10;

/** Some lines, of which the first ten are shown: what arrived may have any number. */
export function firstOf(lines: readonly string[]): string[] {
  if (lines.length <= LINES) return [...lines];
  return [...lines.slice(0, LINES), `and ${lines.length - LINES} more`];
}

/** How many spans there are of each name, the most first. */
export function byName(nodes: readonly Node[]): string[] {
  const counts = [...groups(nodes, ({ span }) => span.name)].sort(([, a], [, b]) => b.length - a.length);
  return firstOf(counts.map(([name, { length }]) => `${spans(length)} ${quote(name)}`));
}

export function spans(count: number): string {
  return count === 1 ? '1 span' : `${count} spans`;
}

/** The names of some things, in quotes, the first few of them. */
export function listed(values: Iterable<string>, most = 3): string {
  const all = [...new Set(values)];
  const shown = all.slice(0, most).map((value) => `'${quote(value)}'`);
  return all.length > most ? `${shown.join(', ')} and ${all.length - most} more` : shown.join(', ');
}

/** The process that made a span: the name of its service, and of its machine where that is known. */
export function processOf({ resource }: ArrivedSpan): string {
  const [service, host] = [resource['service.name'], resource['host.name']];
  const named = typeof service === 'string' ? `'${quote(service)}'` : 'a process without service.name';
  return typeof host === 'string' ? `${named} on ${quote(host)}` : named;
}

/** The processes that made spans, each once. */
export function processesOf(nodes: readonly Node[]): string {
  return [...new Set(nodes.map(({ span }) => processOf(span)))].slice(0, 3).join(', ');
}
