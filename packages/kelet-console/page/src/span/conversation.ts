import { isRecord, valueText } from '../shared/value';
import { readIndexed } from './indexed-messages';
import { type Message, readMessages } from './messages';

/** What a span says of a conversation, by the attribute or event that says it. */
export interface Excerpt {
  readonly from: string;
  readonly messages: readonly Message[];
  /** As it came. */
  readonly raw: string;
}

interface SpanEvent {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** In the order of a conversation, with the role of a message that names none. */
const ATTRIBUTES = [
  ['gen_ai.system_instructions', 'system'],
  ['gen_ai.input.messages', 'user'],
  ['gen_ai.prompt', 'user'],
  ['llm.input_messages', 'user'],
  ['ai.prompt', 'user'],
  ['ai.prompt.messages', 'user'],
  ['gen_ai.output.messages', 'assistant'],
  ['gen_ai.completion', 'assistant'],
  ['llm.output_messages', 'assistant'],
  ['ai.response.text', 'assistant'],
  ['ai.response.toolCalls', 'assistant'],
] as const;

const EVENT = /^gen_ai\.(system|user|assistant|tool)\.message$|^gen_ai\.choice$/;

export function excerptsOf(attributes: Readonly<Record<string, unknown>>, events: readonly SpanEvent[]): Excerpt[] {
  return [...fromAttributes(attributes), ...events.flatMap(fromEvent)].filter(({ messages }) => messages.length > 0);
}

function fromAttributes(attributes: Readonly<Record<string, unknown>>): Excerpt[] {
  return ATTRIBUTES.flatMap(([name, role]) => {
    const value = attributes[name];
    const indexed = readIndexed(attributes, name, role);
    return [
      ...(value === undefined ? [] : [{ from: name, messages: readMessages(value, role), raw: valueText(value) }]),
      ...(indexed === undefined ? [] : [{ from: `${name}.*`, ...indexed }]),
    ];
  });
}

/** Older instrumentations write an event for each message, or one whose attributes are those of above. */
function fromEvent({ name, attributes }: SpanEvent): Excerpt[] {
  const match = EVENT.exec(name);
  if (match === null) return fromAttributes(attributes);
  const choice = attributes['message'];
  const content = isRecord(choice) || typeof choice === 'string' ? choice : attributes;
  return [
    {
      from: name,
      messages: readMessages(withRole(content, match[1] ?? 'assistant'), match[1] ?? 'assistant'),
      raw: valueText(attributes),
    },
  ];
}

function withRole(content: unknown, role: string): unknown {
  return isRecord(content) ? { role, ...content } : content;
}
