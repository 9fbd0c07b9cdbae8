import { withoutKeys } from './known-keys';

const QUOTED_CHARACTERS = 200;

/** The beginning of what something else said, for an error message: on one line, printable, and without API keys. */
export function quote(text: string): string {
  const line = withoutKeys(text)
    .replace(/[\p{C}\p{Z}\s]+/gu, ' ')
    .trim();
  // By code points: half of one would be no character.
  return [...line].slice(0, QUOTED_CHARACTERS).join('');
}
