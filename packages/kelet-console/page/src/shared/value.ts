const ONE_LINE = 60;

/** A value of an attribute as text: what is text already stays as it is, and what is short stays on one line. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  const short = JSON.stringify(value) ?? String(value);
  if (short.length <= ONE_LINE) return short;
  return JSON.stringify(value, null, 2) ?? String(value);
}

/** Texts beyond this length are cut until someone asks for the rest. */
export const SHORT_TEXT = 1_500;

export function size(text: string): string {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Thousands apart by a thin space, which reads the same in every language. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u2009');
}
