/** How bad it is: an `error` loses or doubles data, a `warning` will, or may. */
export type Severity = 'error' | 'warning';

/** Something that is wrong with a set-up, in the words of a colleague who has seen it before. */
export interface Finding {
  /** In a word that does not change between versions. */
  readonly code: FindingCode;
  readonly severity: Severity;
  /** What is wrong, in one sentence. */
  readonly what: string;
  /** Where: names, counts, versions, ids; one fact a line. */
  readonly where: readonly string[];
  /** What it costs. */
  readonly why: string;
  /** What to do, as code or as a command; one sentence where there is no code. */
  readonly fix: string;
}

export type FindingCode = string;
