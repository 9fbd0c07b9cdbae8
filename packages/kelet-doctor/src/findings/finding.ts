import type { ArrivedCode } from './arrived';
import type { HistoryCode } from './history';
import type { ProcessCode } from './process';
import type { SetupCode } from './setup';
import type { Severity } from './text';
import { TEXTS } from './texts';

/** What is wrong, in a word that does not change between versions. */
export type FindingCode = SetupCode | ProcessCode | ArrivedCode | HistoryCode;

/** Something that is wrong with a set-up, in the words of a colleague who has seen it before. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** What is wrong, in one sentence. */
  readonly what: string;
  /** Where: names, counts, versions, ids; one fact a line, and never an API key. */
  readonly where: readonly string[];
  /** What it costs. */
  readonly why: string;
  /** What to do, as code or as a command; a sentence where there is no code. */
  readonly fix: string;
}

/** A finding, with the facts of this one. */
export function finding(code: FindingCode, where: readonly string[]): Finding {
  const { severity, what, why, fix } = TEXTS[code];
  return { code, severity, what, where, why, fix };
}

const ORDER = Object.keys(TEXTS);
const rank = ({ code, severity }: Finding) => (severity === 'error' ? 0 : ORDER.length) + ORDER.indexOf(code);

/** Errors first, and of each severity those first that explain most of what one sees. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => rank(a) - rank(b));
}
