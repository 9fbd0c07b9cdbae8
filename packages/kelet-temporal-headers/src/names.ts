/** The names on the wire, case-sensitive in Temporal headers; Nexus headers use the same, ignoring case. */
export const SESSION_ID_HEADER = 'x-kelet-session-id';
export const USER_ID_HEADER = 'x-kelet-user-id';
export const METADATA_HEADER = 'x-kelet-metadata';
