import type { SignalBody } from 'kelet-core';
import { fromEntries } from 'kelet-core/internal';

/** The one argument of the activity that sends signals, in which every field is always present: SDKs of other languages read it too. */
export interface SignalArguments {
  readonly session_id: string | null;
  readonly trace_id: string | null;
  readonly kind: string;
  readonly source: string;
  readonly trigger_name: string | null;
  readonly score: number | null;
  readonly value: string | null;
  readonly confidence: number | null;
  readonly metadata: Readonly<Record<string, unknown>> | null;
  /** ISO 8601 with an offset. */
  readonly timestamp: string | null;
  readonly raise_on_failure: boolean | null;
}

const FIELDS = [
  'session_id',
  'trace_id',
  'kind',
  'source',
  'trigger_name',
  'score',
  'value',
  'confidence',
  'metadata',
  'timestamp',
] as const;

export function toArguments(body: SignalBody, raiseOnFailure: boolean): SignalArguments {
  const fields = FIELDS.map((field) => [field, body[field] ?? null]);
  return { ...fromEntries(fields), raise_on_failure: raiseOnFailure } as SignalArguments;
}

/** The body of the signal: the fields that have a value, and no others. */
export function bodyOfArguments(args: SignalArguments): SignalBody {
  const fields = FIELDS.map((field) => [field, args[field]] as const);
  return fromEntries(fields.filter(([, value]) => value !== null && value !== undefined)) as unknown as SignalBody;
}
