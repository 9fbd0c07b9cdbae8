import type { Headers } from '@temporalio/common';

/**
 * A method of an interceptor that changes nothing but the headers it hands on.
 *
 * Generic over input and output, so that these types fit every version of Temporal from 1.10 on: a
 * declaration that named Temporal's own input types would not compile where a version lacks one of them.
 */
export type PassThrough = <I extends { readonly headers: Headers }, O>(input: I, next: (input: I) => O) => O;

/** Adds to what a log line of Temporal's says. */
export type LogAttributes = (
  input: Record<string, unknown>,
  next: (input: Record<string, unknown>) => Record<string, unknown>,
) => Record<string, unknown>;
