import { isId, isMetadataValue, PROTOTYPE_KEYS, RESERVED_METADATA_KEYS, type Session } from '../session';
import { utf8Bytes } from '../text';

// The keys that Kelet's SDK for Python writes and reads.
const SESSION_ID = 'kelet.session_id';
const USER_ID = 'kelet.user_id';
const PROJECT = 'kelet.project';
const METADATA_PREFIX = 'kelet.metadata.';

/** What each hop has to hand on: https://www.w3.org/TR/baggage/#limits. */
const MAX_BYTES = 8192;
const MAX_MEMBERS = 64;
/** As in Temporal headers. */
const MAX_METADATA_BYTES = 2048;

/** The name of a member, and its value, both percent-encoded. */
type Member = readonly [name: string, value: string];

/**
 * A session as the members of W3C baggage, behind those of `existing`, in place of another session in them.
 *
 * @param onDropped told of what is left out: it does not fit into what each hop has to hand on
 */
export function toBaggage(session: Session, existing: string, onDropped: (what: string) => void): string {
  const { sessionId, userId, metadata = {}, project } = session;
  const others = existing.split(',').filter((member) => member.trim() !== '' && !isOurs(nameOf(member)));
  const kept = others.map((member) => member.trim());
  const room = (added: readonly string[]) =>
    kept.length + added.length <= MAX_MEMBERS && utf8Bytes([...kept, ...added].join()) <= MAX_BYTES;
  const add = (members: readonly Member[]): boolean => {
    const added = members.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
    const fits = room(added);
    if (fits) kept.push(...added);
    return fits;
  };
  // A session never goes without its project: it would be taken for one of the receiver's own.
  const ids: Member[] = [[SESSION_ID, sessionId], ...(project === undefined ? [] : [[PROJECT, project] as const])];
  if (!add(ids)) {
    onDropped('the session');
    return existing;
  }
  if (userId !== undefined && !add([[USER_ID, userId]])) onDropped('the user');
  const entries = Object.entries(metadata);
  if (!add(entries.map(([key, value]) => [METADATA_PREFIX + key, String(value)]))) onDropped('metadata');
  return kept.join();
}

/**
 * The session that W3C baggage names, frozen; `undefined` where there is none, or none that is valid. A user or metadata that
 * is not valid is left out. Metadata are texts. A project is never taken from there: one that is named is unreadable, so
 * that nothing of the session is sent to another one.
 */
export function fromBaggage(baggage: string): Session | undefined {
  const members = new Map<string, string>();
  for (const member of baggage.split(',').slice(0, 1000)) {
    const name = nameOf(member);
    const value =
      name === undefined ? undefined : decoded(member.slice(member.indexOf('=') + 1).split(';', 1)[0] ?? '');
    if (name !== undefined && isOurs(name)) members.set(name, value ?? '');
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
  const entries = [...members].flatMap(([name, value]) =>
    name.startsWith(METADATA_PREFIX) ? [[name.slice(METADATA_PREFIX.length), value] as const] : [],
  );
  const kept = entries.filter(
    ([key, value]) => isMetadataValue(value) && ![...PROTOTYPE_KEYS, ...RESERVED_METADATA_KEYS].includes(key),
  );
  const metadata = Object.fromEntries(kept);
  const fits = utf8Bytes(JSON.stringify(metadata)) <= MAX_METADATA_BYTES;
  return kept.length > 0 && fits ? Object.freeze(metadata) : undefined;
}

const isOurs = (name: string | undefined): boolean => {
  if (name === undefined) return false;
  return [SESSION_ID, USER_ID, PROJECT].includes(name) || name.startsWith(METADATA_PREFIX);
};

function nameOf(member: string): string | undefined {
  const end = member.indexOf('=');
  return end === -1 ? undefined : decoded(member.slice(0, end));
}

/** `undefined` where it is not percent-encoded. Python writes a space as a plus, and a plus as `%2B`. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.trim().replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
