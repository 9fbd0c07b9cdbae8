import { type Part, readCall, readParts } from './message-parts';
import type { Message } from './messages';

type Fields = Map<string, unknown>;

/**
 * Messages that are spread over attributes, such as `llm.input_messages.0.message.content` of OpenInference and
 * `gen_ai.prompt.0.content` of OpenLLMetry.
 */
export function readIndexed(attributes: Readonly<Record<string, unknown>>, prefix: string, role: string) {
  const own = Object.entries(attributes).filter(([name]) => name.startsWith(`${prefix}.`));
  const messages = grouped(own.map(([name, value]) => [name.slice(prefix.length + 1), value])).map((fields) =>
    readFields(fields, role),
  );
  if (messages.length === 0) return undefined;
  return { messages, raw: JSON.stringify(Object.fromEntries(own), null, 2) };
}

function readFields(fields: Fields, role: string): Message {
  const own = new Map([...fields].map(([name, value]) => [name.replace(/^message\./, ''), value]));
  const said = own.get('role');
  const parts: Part[] = [
    ...readParts(own.get('content')),
    ...below(own, 'contents').flatMap((part) => readParts(part.get('message_content.text') ?? part.get('text'))),
    ...below(own, 'tool_calls').map((call) => readCall(callOf(call))),
  ];
  return { role: typeof said === 'string' ? said : role, parts };
}

function callOf(call: Fields): Readonly<Record<string, unknown>> {
  const get = (name: string) =>
    call.get(`tool_call.function.${name}`) ?? call.get(`function.${name}`) ?? call.get(name);
  return { name: get('name'), arguments: get('arguments') };
}

function below(fields: Fields, name: string): Fields[] {
  const own = [...fields].filter(([field]) => field.startsWith(`${name}.`));
  return grouped(own.map(([field, value]) => [field.slice(name.length + 1), value]));
}

/** By the number that each name begins with, in the order of the numbers. */
function grouped(entries: readonly (readonly [string, unknown])[]): Fields[] {
  const groups = new Map<number, Fields>();
  for (const [name, value] of entries) {
    const match = /^(\d+)\.(.+)$/.exec(name);
    if (match?.[2] === undefined) continue;
    const index = Number(match[1]);
    const group: Fields = groups.get(index) ?? new Map();
    groups.set(index, group.set(match[2], value));
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
}
