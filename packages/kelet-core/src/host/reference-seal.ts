import { getSettings } from '../configure';
import { KeletError } from '../errors';
import type { ReferenceSeal } from '../reference';
import { nodeCrypto } from './node-crypto';

/** HMAC-SHA-256, with the secrets of `configure({ references })`: the first one signs, and each is good for checking. */
export const referenceSeal: ReferenceSeal = {
  sign(subject) {
    const [secret] = getSettings()?.references?.secrets ?? [];
    if (secret === undefined) return ['', ''];
    const issued = Math.floor(Date.now() / 1000).toString(36);
    return [issued, signature(secret, subject, issued)];
  },
  refusal(subject, issued, given) {
    const { secrets, maxAgeMs } = getSettings()?.references ?? {};
    if (secrets === undefined) return undefined;
    if (given === '') return 'is not signed, which configure({ references }) asks for';
    const signed = secrets.some((secret) => equal(signature(secret, subject, issued), given));
    if (!signed) return 'was changed after it was signed, or was signed with a secret that this process does not have';
    const ageMs = Date.now() - Number.parseInt(issued, 36) * 1000;
    if (maxAgeMs === undefined || ageMs <= maxAgeMs) return undefined;
    return `is too old: it was made ${Math.round(ageMs / 1000)} s ago, and references.maxAgeMs is ${maxAgeMs} ms`;
  },
};

function signature(secret: string, subject: string, issued: string): string {
  return crypto().createHmac('sha256', secret).update(`k1.${subject}.${issued}`).digest('base64url');
}

/** As texts: of the last character of a signature, not all bits count. Takes the same time wherever they differ. */
function equal(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => Buffer.from(text)) as [Buffer, Buffer];
  return first.length === second.length && crypto().timingSafeEqual(first, second);
}

function crypto() {
  const found = nodeCrypto();
  if (found !== undefined) return found;
  throw new KeletError(
    'UNSUPPORTED_RUNTIME',
    'References can be signed in Node.js 20.16 or a later 20, or 22.3 or later.',
  );
}
