import { readMessages } from './messages';

const text = (role: string, ...texts: string[]) => ({ role, parts: texts.map((text) => ({ kind: 'text', text })) });

test("OpenTelemetry's messages, with a call and its response", () => {
  const value = JSON.stringify([
    { role: 'system', parts: [{ type: 'text', content: 'Be brief.' }] },
    { role: 'assistant', parts: [{ type: 'tool_call', id: '1', name: 'weather', arguments: { city: 'Ulm' } }] },
    { role: 'tool', parts: [{ type: 'tool_call_response', id: '1', response: 'rain' }] },
  ]);
  expect(readMessages(value, 'user')).toEqual([
    text('system', 'Be brief.'),
    { role: 'assistant', parts: [{ kind: 'call', name: 'weather', text: '{"city":"Ulm"}' }] },
    { role: 'tool', parts: [{ kind: 'result', text: 'rain' }] },
  ]);
});

test('system instructions are parts without a role', () => {
  expect(readMessages('[{"type":"text","content":"a"},{"type":"text","content":"b"}]', 'system')).toEqual([
    text('system', 'a', 'b'),
  ]);
});

test("OpenAI's messages, with calls beside the content", () => {
  const call = { id: '1', type: 'function', function: { name: 'search', arguments: '{"q":1}' } };
  expect(readMessages([{ role: 'assistant', content: null, tool_calls: [call] }], 'user')).toEqual([
    { role: 'assistant', parts: [{ kind: 'call', name: 'search', text: '{"q":1}' }] },
  ]);
});

test("the AI SDK's prompt and its parts", () => {
  const prompt = { system: 'S', messages: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }] };
  expect(readMessages(JSON.stringify(prompt), 'user')).toEqual([text('system', 'S'), text('user', 'hi')]);
  const content = [
    { type: 'tool-call', toolName: 'add', input: { a: 1 } },
    { type: 'tool-result', toolName: 'add', output: 2 },
  ];
  expect(readMessages([{ role: 'assistant', content }], 'user')[0]?.parts).toEqual([
    { kind: 'call', name: 'add', text: '{"a":1}' },
    { kind: 'result', name: 'add', text: '2' },
  ]);
});

test.each(['plain', '{"broken', '[1, 2', '<b>x</b>'])('%j is a text', (value) => {
  expect(readMessages(value, 'assistant')).toEqual([text('assistant', value)]);
});

test.each(['', '[]', null, undefined])('%j has no message', (value) => {
  expect(readMessages(value, 'user')).toEqual([]);
});

test.each([[[[[['deep']]]]], [null, 1, true], { role: 7 }, [{ role: 'user' }], [{ role: 'user', parts: 5 }]])(
  'whatever %j is, it is no failure',
  (value) => {
    expect(Array.isArray(readMessages(JSON.stringify(value), 'user'))).toBe(true);
  },
);
