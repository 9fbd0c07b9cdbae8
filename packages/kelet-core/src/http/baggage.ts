import { isId, MAX_METADATA_BYTES, PROTOTYPE_KEYS, RESERVED_METADATA_KEYS, type Session } from '../session';
import { utf8Bytes } from '../text';

// The keys that Kelet's SDK for Python writes and reads.
const SESSION_ID = 'kelet.session_id';
const USER_ID = 'kelet.user_id';
const PROJECT = 'kelet.project';
const METADATA_PREFIX = 'kelet.metadata.';

/** What each hop has to hand on: https://www.w3.org/TR/baggage/#limits. */
const MAX_BYTES = 8192;
const MAX_MEMBERS = 64;
/** Of a header that is read: more than a server of Node.js takes. */
const MAX_LENGTH = 65_536;

/** The name of a member, and its value, both percent-encoded. */
type Member = readonly [name: string, value: string];

/**
 * A session as the members of W3C baggage, behind those of `existing`, in place of another session in them.
 *
 * @param onDropped told of what is left out: it does not fit into what each hop has to hand on, or cannot be written
 */
export function toBaggage(session: Session, existing: string, onDropped: (what: string) => void): string {
  const { sessionId, userId, metadata = {}, project } = session;
  const kept = othersOf(existing);
  const add = (what: string, added: readonly Member[], fits = true): boolean => {
    const texts = fits ? written(added) : undefined;
    const all = [...kept, ...(texts ?? [])];
    const isTaken = texts !== undefined && all.length <= MAX_MEMBERS && utf8Bytes(all.join()) <= MAX_BYTES;
    if (isTaken) kept.push(...texts);
    else onDropped(what);
    return isTaken;
  };
  // A session never goes without its project: it would be taken for one of the receiver's own.
  const ids: Member[] = [[SESSION_ID, sessionId], ...(project === undefined ? [] : [[PROJECT, project] as const])];
  const pairs = Object.entries(metadata).map(([key, value]) => [key, String(value)] as const);
  // As the receiver measures them.
  const isSmall = utf8Bytes(JSON.stringify(Object.fromEntries(pairs))) <= MAX_METADATA_BYTES;
  // What follows something that does not fit matters less.
  if (add('the session', ids) && (userId === undefined || add('the user', [[USER_ID, userId]])) && pairs.length > 0) {
    const members = pairs.map(([key, text]): Member => [METADATA_PREFIX + key, text]);
    add('metadata', members, isSmall);
  }
  return kept.join();
}

/** Baggage without what names a session in it: nobody but the running code says in which one a request is made. */
export const withoutSession = (baggage: string): string => othersOf(baggage).join();

function othersOf(baggage: string): string[] {
  const members = baggage.split(',').map((member) => member.trim());
  return members.filter((member) => member !== '' && !isOurs(nameOf(member)));
}

/** `undefined` where one of them cannot be written: half of a character of UTF-16. */
function written(members: readonly Member[]): string[] | undefined {
  try {
    return members.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  } catch {
    return undefined;
  }
}

/**
 * The session that W3C baggage names, frozen; `undefined` where there is none, or none that is valid. A user or metadata that
 * is not valid is left out. Metadata are texts. A project is never taken from there: one that is named is unreadable, so
 * that nothing of the session is sent to another one.
 */
export function fromBaggage(baggage: string): Session | undefined {
  if (baggage.length > MAX_LENGTH) return undefined;
  const members = new Map<string, string>();
  for (const member of baggage.split(',')) {
    const name = nameOf(member);
    if (name !== undefined && isOurs(name)) members.set(name, textOf(member) ?? '');
  }
  const [sessionId, userId] = [members.get(SESSION_ID), members.get(USER_ID)];
  if (!isId(sessionId)) return undefined;
  const metadata = metadataOf(members);
  return Object.freeze({
    sessionId,
    ...(isId(userId) && { userId }),
    ...(metadata !== undefined && { metadata }),
    ...(members.has(PROJECT) && { project: '' }),
  });
}

function metadataOf(members: ReadonlyMap<string, string>): Session['metadata'] {
  const refused = [...PROTOTYPE_KEYS, ...RESERVED_METADATA_KEYS];
  const kept = [...members].flatMap(([name, value]) => {
    const key = name.slice(METADATA_PREFIX.length);
    return name.startsWith(METADATA_PREFIX) && !refused.includes(key) ? [[key, value] as const] : [];
  });
  const metadata = Object.fromEntries(kept);
  const fits = utf8Bytes(JSON.stringify(metadata)) <= MAX_METADATA_BYTES;
  return kept.length > 0 && fits ? Object.freeze(metadata) : undefined;
}

const isOurs = (name: string | undefined): boolean => {
  if (name === undefined) return false;
  return [SESSION_ID, USER_ID, PROJECT].includes(name) || name.startsWith(METADATA_PREFIX);
};

/** Also of a member without a value: a project that is named without one is not none. */
const nameOf = (member: string): string | undefined => decoded(member.split(/[=;]/, 1)[0] ?? '');

function textOf(member: string): string | undefined {
  const [pair = ''] = member.split(';', 1);
  const start = pair.indexOf('=');
  return start === -1 ? undefined : decoded(pair.slice(start + 1));
}

/** `undefined` where it is not percent-encoded. Python writes a space as a plus, and a plus as `%2B`. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.trim().replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
