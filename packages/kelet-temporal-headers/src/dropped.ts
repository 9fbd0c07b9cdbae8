/** Why a header, or a part of one, was left out. A closed set, so that a program can branch on it. */
export type DroppedCode =
  /** Metadata are over their limit. */
  | 'tooLarge'
  /** It does not fit among the Nexus headers of one call. */
  | 'noRoom'
  | 'notEncodable'
  | 'notDecodable'
  /** A session id or a user id is not a string of 1 to 256 bytes. */
  | 'notAnId'
  /** A project is no name of one: then nothing of the session is sent. */
  | 'notAProject'
  /** Metadata are not an object. */
  | 'notAnObject'
  /** A value among metadata is not a string, a number or a boolean, or its key could reach a prototype. */
  | 'notAValue';

/**
 * Told of a header, or a part of one, that was left out; once for each. `why` is for people: it may quote what came
 * from outside, in any number of variants.
 */
export type OnDropped = (header: string, why: string, code: DroppedCode) => void;
