import { excerptsOf } from './conversation';

const read = (attributes: Record<string, unknown>, events: Parameters<typeof excerptsOf>[1] = []) =>
  excerptsOf(attributes, events).map(({ from, messages }) => [
    from,
    ...messages.map(
      ({ role, parts }) => `${role}: ${parts.map(({ name, text }) => `${name ? `${name} ` : ''}${text}`).join('|')}`,
    ),
  ]);

test('inputs come before outputs, each with its attribute', () => {
  const attributes = {
    'ai.response.text': 'hello',
    'gen_ai.output.messages': '[{"role":"assistant","parts":[{"type":"text","content":"out"}]}]',
    'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"in"}]}]',
    'http.url': 'x',
  };
  expect(read(attributes)).toEqual([
    ['gen_ai.input.messages', 'user: in'],
    ['gen_ai.output.messages', 'assistant: out'],
    ['ai.response.text', 'assistant: hello'],
  ]);
});

test("OpenInference's messages are in the order of their numbers", () => {
  const attributes = {
    'llm.input_messages.10.message.role': 'user',
    'llm.input_messages.10.message.contents.0.message_content.text': 'last',
    'llm.input_messages.2.message.content': 'first',
    'llm.output_messages.0.message.role': 'assistant',
    'llm.output_messages.0.message.tool_calls.0.tool_call.function.name': 'search',
    'llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments': '{}',
  };
  expect(read(attributes)).toEqual([
    ['llm.input_messages.*', 'user: first', 'user: last'],
    ['llm.output_messages.*', 'assistant: search {}'],
  ]);
});

test("OpenLLMetry's messages", () => {
  expect(
    read({ 'gen_ai.prompt.0.role': 'system', 'gen_ai.prompt.0.content': 'S', 'gen_ai.completion.0.content': 'C' }),
  ).toEqual([
    ['gen_ai.prompt.*', 'system: S'],
    ['gen_ai.completion.*', 'assistant: C'],
  ]);
});

test('messages that came as events', () => {
  const events = [
    { name: 'gen_ai.user.message', attributes: { content: 'hi' } },
    { name: 'gen_ai.choice', attributes: { index: 0, message: { content: 'ho' } } },
    { name: 'gen_ai.content.prompt', attributes: { 'gen_ai.prompt': 'old' } },
    { name: 'exception', attributes: { 'exception.message': 'x' } },
  ];
  expect(read({}, events)).toEqual([
    ['gen_ai.user.message', 'user: hi'],
    ['gen_ai.choice', 'assistant: ho'],
    ['gen_ai.prompt', 'user: old'],
  ]);
});

test('a span without a conversation has none', () => {
  expect(
    read({ 'gen_ai.request.model': 'm', 'gen_ai.prompt': '', 'llm.input_messages.x.message.content': 'y' }),
  ).toEqual([]);
});
