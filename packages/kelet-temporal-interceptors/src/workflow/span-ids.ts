import { imul } from 'kelet-core/internal';

/** Makes ids of spans and traces, in hexadecimal digits. */
export interface SpanIds {
  /** 16 digits. */
  generateSpanId(): string;
  /** 32 digits. */
  generateTraceId(): string;
}

/**
 * Ids from that of the run and a counter: a replay makes the same ones, and they draw nothing from the random numbers of
 * the run, of which its code may make commands.
 */
export function createSpanIds(runId: () => string): SpanIds {
  let count = 0;
  const digits = (words: number): string => {
    const text = `${runId()} ${count++}`;
    let id = '';
    for (let word = 0; word < words; word++) id += hash(`${word} ${text}`).toString(16).padStart(8, '0');
    return id;
  };
  return { generateSpanId: () => digits(2), generateTraceId: () => digits(4) };
}

/** 32 bits: FNV-1a, and the last mix of MurmurHash3, after which each bit of the text counts for each of the hash. */
function hash(text: string): number {
  let bits = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) bits = imul(bits ^ text.charCodeAt(index), 0x01000193);
  bits = imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
