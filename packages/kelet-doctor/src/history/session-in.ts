import { isId, isProject, quote } from 'kelet-core/internal';
import { METADATA_HEADER, PROJECT_HEADER, SESSION_ID_HEADER, USER_ID_HEADER } from 'kelet-temporal-headers/names';
import { at, type HistoryEvent, type HistoryPayload, isRecord } from './events';

/** The headers of an event, where events of its kind have any. */
export interface EventHeaders {
  readonly event: HistoryEvent;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Nexus headers are plain strings, whose names ignore case. */
  readonly isNexus: boolean;
}

/** Where events have their headers. */
const PATHS: Readonly<Record<string, readonly string[]>> = {
  workflowExecutionUpdateAccepted: ['acceptedRequest', 'input', 'header', 'fields'],
  workflowExecutionUpdateAdmitted: ['request', 'input', 'header', 'fields'],
  nexusOperationScheduled: ['nexusHeader'],
};
const USUAL = ['header', 'fields'];
const WITH_HEADERS = [
  ...Object.keys(PATHS),
  'workflowExecutionStarted',
  'workflowExecutionSignaled',
  'workflowExecutionContinuedAsNew',
  'activityTaskScheduled',
  'startChildWorkflowExecutionInitiated',
  'signalExternalWorkflowExecutionInitiated',
];

export function headersOf(event: HistoryEvent): EventHeaders | undefined {
  if (!WITH_HEADERS.includes(event.kind)) return undefined;
  const fields = at(event.attributes, ...(PATHS[event.kind] ?? USUAL));
  return { event, fields: isRecord(fields) ? fields : {}, isNexus: event.kind === 'nexusOperationScheduled' };
}

/** What is wrong with a header. */
export interface HeaderFault {
  readonly kind: 'encoded' | 'unreadable';
  readonly why: string;
}

const RULES: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  [SESSION_ID_HEADER]: (value) => (isId(value) ? undefined : 'is not a string of 1 to 256 bytes'),
  [USER_ID_HEADER]: (value) => (isId(value) ? undefined : 'is not a string of 1 to 256 bytes'),
  [METADATA_HEADER]: (value) => (isRecord(value) && !Array.isArray(value) ? undefined : 'is not an object'),
  [PROJECT_HEADER]: (value) => (isProject(value) ? undefined : 'is not the name of a project'),
};

/** Whether these headers name a session that can be read. */
export function hasSession(headers: EventHeaders): boolean {
  const found = decoded(headers, SESSION_ID_HEADER);
  return found !== undefined && 'value' in found && isId(found.value);
}

/** The headers of Kelet among these that cannot be read, by their names as they stand there. */
export function faultsOf(headers: EventHeaders): [name: string, fault: HeaderFault][] {
  return Object.keys(headers.fields).flatMap((name): [string, HeaderFault][] => {
    const known = name.toLowerCase();
    const rule = Object.hasOwn(RULES, known) ? RULES[known] : undefined;
    if (rule === undefined) return [];
    if (!headers.isNexus && known !== name) {
      return [[name, { kind: 'unreadable', why: `is written ${known}: names of headers are case-sensitive` }]];
    }
    const found = decoded(headers, name);
    if (found === undefined) return [];
    if ('kind' in found) return [[name, found]];
    const why = rule(found.value);
    return why === undefined ? [] : [[name, { kind: 'unreadable', why: `${why}, and is ${kindOf(found.value)}` }]];
  });
}

function kindOf(value: unknown): string {
  if (value === null || value === '') return JSON.stringify(value);
  return Array.isArray(value) ? 'an array' : `of type ${typeof value}`;
}

/** `undefined` where there is no such header. */
function decoded(
  { fields, isNexus }: EventHeaders,
  name: string,
): { readonly value: unknown } | HeaderFault | undefined {
  const given = isNexus ? ignoringCase(fields, name) : Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (given === undefined || given === null) return undefined;
  if (isNexus) return parsed(String(given));
  if (!isRecord(given)) return { kind: 'unreadable', why: 'is no payload' };
  const { metadata, data } = given as HistoryPayload;
  const encoding = bytesOf(metadata?.['encoding']);
  if (encoding !== undefined && encoding !== 'json/plain') {
    // The converter of Temporal writes undefined as this.
    if (encoding === 'binary/null') return { value: null };
    return { kind: 'encoded', why: `has the encoding ${quote(encoding).slice(0, 60)}` };
  }
  return parsed(bytesOf(data) ?? '');
}

function ignoringCase(fields: EventHeaders['fields'], name: string): unknown {
  return Object.entries(fields).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

function parsed(text: string): { readonly value: unknown } | HeaderFault {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { kind: 'unreadable', why: 'is not JSON' };
  }
}

/** The text in bytes; in JSON they are base64. */
function bytesOf(bytes: unknown): string | undefined {
  if (typeof bytes === 'string') return Buffer.from(bytes, 'base64').toString('utf8');
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString('utf8') : undefined;
}
