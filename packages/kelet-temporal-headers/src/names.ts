import { entries, fromEntries, keys } from 'kelet-core/internal';

// The names on the wire are case-sensitive in Temporal headers; Nexus headers use the same, ignoring case.
/** The header of the session id: a string of 1 to 256 bytes of UTF-8, as JSON. */
export const SESSION_ID_HEADER = 'x-kelet-session-id';
/** The header of the user id: a string of 1 to 256 bytes of UTF-8, as JSON. */
export const USER_ID_HEADER = 'x-kelet-user-id';
/** The header of the metadata: an object of strings, finite numbers and booleans, as JSON. */
export const METADATA_HEADER = 'x-kelet-metadata';
/**
 * The header of the project, as JSON: a name of 1 to 256 printable ASCII characters; only of a session that names another
 * project than its process's own.
 */
export const PROJECT_HEADER = 'x-kelet-project';

/** The header of the agent in which an activity or a workflow was started, as JSON: its name; no part of a session. */
export const AGENT_HEADER = 'x-kelet-agent';

/** How a signal that workflow code sends is tried again, where it is not by the default; no part of a session. */
export const SIGNAL_RETRY_HEADER = 'x-kelet-signal-retry';

const NAMES = [PROJECT_HEADER, SESSION_ID_HEADER, USER_ID_HEADER, METADATA_HEADER];

const isOfSession = (name: string): boolean => NAMES.includes(name.toLowerCase());

/**
 * `headers` without any session in them, or as they are where there is none: a session replaces another one whole, so that
 * no user and no metadata of the one is left beside the id of the other.
 */
export function withoutSession<T>(headers: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  if (!keys(headers).some(isOfSession)) return headers;
  return fromEntries(entries(headers).filter(([name]) => !isOfSession(name)));
}
