import { existingSlot, type Slot } from 'kelet-core/internal';
import { type Finding, type FindingCode, finding } from '../findings/finding';
import { checkCounted } from './counted';
import type { Part } from './parts';

/** By which the process knows that it has warned of a header; see kelet-temporal-interceptors' warn-dropped.ts. */
const HEADER = /^dropped:([^:]+):(\w+)$/;

const WORDS: Readonly<Record<string, string>> = {
  notDecodable: 'it cannot be decoded: a payload codec has encoded it, perhaps, or it is not JSON',
  notEncodable: 'the payload converter cannot encode it',
  notAnId: 'it is not a string of 1 to 256 bytes',
  notAProject: 'it is not the name of a project',
  notAnObject: 'it is not an object',
  notAValue: 'a value in it is not a string, a number or a boolean',
  tooLarge: 'it is over its limit',
  noRoom: 'there was no room for it',
};

/**
 * What is wrong by what the process has noticed and counted so far, but for what another finding explains.
 *
 * @param isServed whether somebody serves the signals of workflow code
 */
export function checkNoticed(parts: readonly Part[], isServed: boolean): Finding[] {
  const current = existingSlot();
  if (current === undefined) return [];
  const ofHeaders = headers(current);
  const isRead = !ofHeaders.some(({ code }) => code === 'headerUnreadable');
  return [...ofHeaders, ...(isRead ? activities(current, parts) : []), ...checkCounted(current, isServed)];
}

function headers({ warned }: Slot): Finding[] {
  const where: { [code in FindingCode]?: string[] } = {};
  for (const key of warned.keys()) {
    const [, header, reason] = HEADER.exec(key) ?? [];
    if (header === undefined || reason === undefined) continue;
    const code = codeOf(reason);
    where[code] = [...(where[code] ?? []), `${header}: ${WORDS[reason] ?? reason}`];
  }
  return Object.entries(where).map(([code, lines]) => finding(code as FindingCode, lines));
}

function codeOf(reason: string): FindingCode {
  if (reason === 'tooLarge') return 'metadataTooLarge';
  return reason === 'noRoom' ? 'nexusHeadersFull' : 'headerUnreadable';
}

/**
 * Not where this process starts workflows with Kelet: what has no session is started by something else, and may be meant
 * to have none. Nor where Kelet is missing on a side, which is told already.
 */
function activities({ warned }: Slot, parts: readonly Part[]): Finding[] {
  if (!warned.has('activity:no-session')) return [];
  if (parts.some(({ side, hasKelet }) => side === 'client' || !hasKelet)) return [];
  const workers = parts.filter(({ side }) => side === 'worker').map(({ name }) => name);
  return [finding('activityWithoutSession', workers.length > 0 ? workers : ['a worker of this process'])];
}
