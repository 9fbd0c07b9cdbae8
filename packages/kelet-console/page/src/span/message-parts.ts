import { isRecord, valueText } from '../shared/value';

/** A piece of a message: text, a call of a tool, or what a tool answered. */
export interface Part {
  readonly kind: 'text' | 'call' | 'result';
  /** Of the tool. */
  readonly name?: string;
  readonly text: string;
}

const CALLS = new Set(['tool_call', 'tool-call', 'tool_use', 'function_call', 'function']);
const RESULTS = new Set(['tool_call_response', 'tool-result', 'tool_result', 'function_call_output']);

/** The pieces of a content: OpenTelemetry, OpenAI, Anthropic and the AI SDK each have their own words for the same. */
export function readParts(content: unknown): Part[] {
  if (content === undefined || content === null || content === '') return [];
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  if (Array.isArray(content)) return content.flatMap((part) => (isRecord(part) ? [readPart(part)] : readParts(part)));
  return isRecord(content) ? [readPart(content)] : [{ kind: 'text', text: valueText(content) }];
}

/** A call as OpenAI writes it, with its function inside, and as everyone else does. */
export function readCall(call: Readonly<Record<string, unknown>>): Part {
  const inner = isRecord(call['function']) ? call['function'] : call;
  const input = first(inner, ['arguments', 'args', 'input']);
  return { kind: 'call', ...named(inner), text: input === undefined ? '' : valueText(input) };
}

function readPart(part: Readonly<Record<string, unknown>>): Part {
  const type = part['type'];
  if (typeof type === 'string' && CALLS.has(type)) return readCall(part);
  if (typeof type === 'string' && RESULTS.has(type)) {
    return {
      kind: 'result',
      ...named(part),
      text: valueText(first(part, ['response', 'result', 'output', 'content']) ?? ''),
    };
  }
  const text = first(part, ['text', 'content', 'thinking']);
  return { kind: 'text', text: typeof text === 'string' ? text : valueText(part) };
}

function named(part: Readonly<Record<string, unknown>>): { readonly name?: string } {
  const name = first(part, ['name', 'toolName', 'tool_name']);
  return typeof name === 'string' ? { name } : {};
}

function first(record: Readonly<Record<string, unknown>>, names: readonly string[]): unknown {
  return names.map((name) => record[name]).find((value) => value !== undefined && value !== null);
}
