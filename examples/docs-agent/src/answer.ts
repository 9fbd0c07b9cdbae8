import type { Passage } from './corpus';

export interface Answer {
  readonly text: string;
  readonly sources: readonly string[];
  /** The share of the question's keywords that the answer mentions, from 0 to 1. */
  readonly coverage: number;
}

const SENTENCES = 3;

/** The sentences that mention most of the keywords, in the order in which they were read. */
export function extractAnswer(keywords: readonly string[], passages: readonly Passage[]): Answer {
  const sentences = passages.flatMap(({ source, heading, text }) =>
    splitSentences(text).map((sentence) => ({ source, sentence, score: mentions(`${heading} ${sentence}`, keywords) })),
  );
  const best = [...sentences].sort((a, b) => b.score - a.score).slice(0, SENTENCES);
  const kept = sentences.filter((candidate) => best.includes(candidate) && candidate.score > 0);
  if (kept.length === 0) return { text: 'The documents do not say.', sources: [], coverage: 0 };
  const text = kept.map(({ sentence }) => sentence).join(' ');
  const sources = [...new Set(kept.map(({ source }) => source))];
  const coverage = mentions(`${sources.join(' ')} ${text}`, keywords) / Math.max(keywords.length, 1);
  return { text, sources, coverage };
}

function splitSentences(text: string): string[] {
  return text.split(/(?<=[.!?]) (?=[A-Z])/).filter((sentence) => sentence.length > 20);
}

function mentions(text: string, keywords: readonly string[]): number {
  const lower = text.toLowerCase();
  return keywords.filter((keyword) => lower.includes(keyword)).length;
}
