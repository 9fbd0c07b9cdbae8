import { isArray } from './built-ins';
import { quote } from './text';

/** The errors of fetch() wrap others. A host with several addresses gives one inner error for each of them. */
const DEPTH = 5;

interface NetworkError {
  readonly code?: unknown;
  readonly errors?: unknown;
  readonly cause?: unknown;
  readonly message?: unknown;
  readonly name?: unknown;
}

/**
 * Why a request failed, as a word to look up: the code of the error or of what caused it (ECONNREFUSED, ENOTFOUND,
 * CERT_HAS_EXPIRED), or, where none has one, what the innermost says. By shape: an error of another realm, as in a test
 * runner's sandbox, is no instance of this one's Error.
 */
export function networkCause(error: unknown): string {
  try {
    return codeOf(error, DEPTH) ?? (quote(messageOf(error, DEPTH)) || 'an error without a message');
  } catch {
    return 'an error that cannot be read';
  }
}

function codeOf(error: unknown, depth: number): string | undefined {
  if (error === null || typeof error !== 'object' || depth === 0) return undefined;
  const { code, errors, cause } = error as NetworkError;
  // A DOMException has a number there, which says nothing.
  if (typeof code === 'string' && code !== '') return quote(code);
  for (const inner of [...(isArray(errors) ? errors : []), cause]) {
    const found = codeOf(inner, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function messageOf(error: unknown, depth: number): string {
  if (typeof error === 'string') return error;
  if (error === null || typeof error !== 'object' || depth === 0) return '';
  const { errors, cause, message, name } = error as NetworkError;
  const inner = messageOf(cause ?? (isArray(errors) ? errors[0] : undefined), depth - 1);
  return inner || (typeof message === 'string' && message) || (typeof name === 'string' ? name : '');
}
