import { isRecord } from '../shared/value';
import { type Part, readCall, readParts } from './message-parts';

export interface Message {
  readonly role: string;
  readonly parts: readonly Part[];
}

/**
 * The messages in the value of an attribute, most often JSON. `role` is that of what names none. What has no messages in it,
 * malformed JSON among it, is a text of that role.
 */
export function readMessages(value: unknown, role: string): Message[] {
  const content = typeof value === 'string' ? parsed(value) : value;
  if (Array.isArray(content)) {
    return content.some(isMessage) ? content.flatMap((item) => one(item, role)) : message(role, readParts(content));
  }
  return one(content, role);
}

function one(value: unknown, role: string): Message[] {
  if (!isRecord(value)) return message(role, readParts(value));
  if (isMessage(value)) return [readMessage(value, role)];
  // The AI SDK's prompt: { system, prompt, messages }.
  const inside = [
    ...(value['system'] === undefined ? [] : readMessages(value['system'], 'system')),
    ...(value['prompt'] === undefined ? [] : readMessages(value['prompt'], role)),
    ...(Array.isArray(value['messages']) ? value['messages'].flatMap((item) => one(item, role)) : []),
  ];
  return inside.length > 0 ? inside : message(role, readParts(value));
}

function readMessage(value: Readonly<Record<string, unknown>>, role: string): Message {
  const calls = Array.isArray(value['tool_calls']) ? value['tool_calls'].filter(isRecord).map(readCall) : [];
  const parts = readParts(value['parts'] ?? value['content']);
  return { role: typeof value['role'] === 'string' ? value['role'] : role, parts: [...parts, ...calls] };
}

function isMessage(value: unknown): boolean {
  return isRecord(value) && typeof value['role'] === 'string';
}

function message(role: string, parts: readonly Part[]): Message[] {
  return parts.length === 0 ? [] : [{ role, parts }];
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
