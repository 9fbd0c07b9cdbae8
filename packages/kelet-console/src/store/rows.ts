import type { Row } from './statements';

export function textOf(value: Row[string] | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

export function numberOf(value: Row[string] | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As SQLite's own `lower()`, which leaves other letters as they are. */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** A text as it stands within JSON, for a search in it. */
export function inJson(text: string): string {
  return lowerAscii(JSON.stringify(text).slice(1, -1));
}
