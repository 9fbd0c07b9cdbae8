/** How bad it is: an `error` loses, doubles or misplaces data; a `warning` may. */
export type Severity = 'error' | 'warning';

/** What is the same about each finding of one code. */
export interface Text {
  readonly severity: Severity;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

/** One text for each code: the compiler refuses a table that lacks one. */
export type Texts<Code extends string> = { readonly [C in Code]: Text };
