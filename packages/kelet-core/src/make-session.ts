import { entries, freeze, keys } from './built-ins';
import { KeletError } from './errors';
import { read } from './foreign-value';
import { checkOptions } from './options';
import { isPlainObject, showKind } from './plain-object';
import {
  isId,
  isMetadataValue,
  MAX_ID_BYTES,
  PROTOTYPE_KEYS,
  RESERVED_METADATA_KEYS,
  type Session,
  type SessionMetadata,
} from './session';
import { anId, aProject } from './session-rules';
import { show, showName } from './text';

/** What of `configure()` decides about sessions that are made. */
export interface SessionSettings {
  readonly transformUserId?: (userId: string) => string;
  /** The process's own project, which a session need not name. */
  readonly project?: string;
}

/**
 * Checks what a caller gave, nests it in `outer`, and freezes the result: a missing user and a missing project are those of
 * `outer`, metadata are merged, and the inner values win. Of a session in another project it takes neither: one tenant must
 * not get another's. A user id that is given is changed first.
 *
 * @throws KeletError INVALID_SESSION, naming the field and the value.
 */
export function makeSession(given: Session, outer?: Session, settings: SessionSettings = {}): Session {
  // What could not be read stays so, also where a session is read back and given again.
  const isUnreadable = read(given, 'project') === '' && outer?.project === '';
  checkSession(isUnreadable ? { ...given, project: undefined } : given);
  const from = isOfOtherProject(given, outer) ? undefined : outer;
  const { userId: named = from?.userId } = given;
  // That of `outer` has been changed already, also where it was read back and given again.
  const isReady = named === undefined || named === outer?.userId;
  const userId = isReady ? named : changeUserId(named, settings.transformUserId);
  const metadata = { ...from?.metadata, ...given.metadata };
  const { project = outer?.project } = given;
  return freeze({
    sessionId: given.sessionId,
    ...(userId !== undefined && { userId }),
    ...(keys(metadata).length > 0 && { metadata: freeze(metadata) }),
    ...(project !== undefined && project !== settings.project && { project }),
  });
}

/** One that names no project, or none that can be read, says nothing of a tenant. */
function isOfOtherProject({ project }: Session, outer: Session | undefined): boolean {
  return project !== undefined && !!outer?.project && outer.project !== project;
}

function changeUserId(userId: string, transform: ((userId: string) => string) | undefined): string {
  if (transform === undefined) return userId;
  const changed = transform(userId);
  if (isId(changed)) return changed;
  throw invalid(
    `transformUserId must give a string of 1 to ${MAX_ID_BYTES} bytes of UTF-8, and gave ${show(changed)}.`,
  );
}

const RULES = {
  sessionId: { ...anId, required: true },
  userId: anId,
  metadata: { fits: isPlainObject, wanted: 'a flat, plain object', shown: showKind },
  project: aProject,
};

function checkSession(given: Session): void {
  checkOptions<Session>('agenticSession()', given, RULES, 'INVALID_SESSION');
  if (given.metadata !== undefined) checkMetadata(given.metadata);
}

function checkMetadata(metadata: SessionMetadata): void {
  for (const [key, value] of entries(metadata)) {
    if (RESERVED_METADATA_KEYS.includes(key) || PROTOTYPE_KEYS.includes(key)) {
      throw invalid(`agenticSession(): the metadata key '${key}' is reserved. Choose another name for it.`);
    }
    if (!isMetadataValue(value)) {
      throw invalid(
        `agenticSession(): metadata.${showName(key)} must be a string, a finite number or a boolean, and is ${show(value)}. ` +
          'Flatten or stringify it.',
      );
    }
  }
}

function invalid(message: string): KeletError {
  return new KeletError('INVALID_SESSION', message);
}
