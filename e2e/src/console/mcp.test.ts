import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { type ConsoleProcess, startConsoleProcess } from '../support/console';
import { temporalAddress } from '../support/server';
import { newId, otlp, send } from './otlp';

const traceId = newId(16);
const spanId = newId(8);
let running: ConsoleProcess;
let client: Client;

beforeAll(async () => {
  running = await startConsoleProcess();
  await send(running.url, otlp({ session: 'conv-42', traceId, spanId, name: 'RunActivity:reply' }));
  client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${running.url}/mcp`)));
});

afterAll(async () => {
  await client.close();
  await running.stop();
});

async function call(name: string, args: Record<string, unknown> = {}) {
  const { content, isError } = await client.callTool({ name, arguments: args });
  const [first] = content as { text: string }[];
  return { text: first?.text ?? '', isError: isError === true };
}

test('its tools say what they are for, and that they change nothing', async () => {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name).sort()).toEqual([
    'doctor',
    'doctor_of_workflow',
    'get_session',
    'get_span',
    'list_errors',
    'list_sessions',
    'list_signals',
    'search',
  ]);
  for (const { description, annotations } of tools) {
    expect(description).toMatch(/\w+ \w+/);
    expect(annotations).toMatchObject({ readOnlyHint: true });
  }
});

test('a coding agent finds a session, reads it, and asks the doctor', async () => {
  const { sessions } = JSON.parse((await call('list_sessions')).text);
  expect(sessions).toMatchObject([{ sessionId: 'conv-42', spans: 1 }]);
  const session = await call('get_session', { sessionId: 'conv-42' });
  expect(session.text).toContain(`RunActivity:reply · 5.0 ms · ${traceId}/${spanId}`);
  expect(JSON.parse((await call('get_span', { traceId, spanId })).text)).toMatchObject({ name: 'RunActivity:reply' });
  expect(JSON.parse((await call('search', { text: 'REPLY' })).text)).toMatchObject({
    spans: [{ spanId }],
    signals: [],
  });
  expect((await call('doctor')).text).toBe('The doctor has found nothing wrong.');
});

test('what is not there is an error that says so', async () => {
  expect(await call('get_session', { sessionId: 'none' })).toEqual({
    text: 'There is no session none.',
    isError: true,
  });
});

test('a workflow of which nothing arrives is looked for in its history, and an empty console says that it is empty', async () => {
  const empty = await startConsoleProcess({ args: ['--temporal', temporalAddress()], cwd: __dirname });
  const other = new Client({ name: 'test', version: '1.0.0' });
  try {
    await other.connect(new StreamableHTTPClientTransport(new URL(`${empty.url}/mcp`)));
    const answer = async (name: string, args = {}) =>
      JSON.stringify((await other.callTool({ name, arguments: args })).content);
    expect(await answer('doctor')).toContain('Nothing has arrived');
    expect(await answer('doctor_of_workflow', { workflowId: 'nobody' })).toMatch(
      /The history of nobody cannot be read/,
    );
  } finally {
    await other.close();
    await empty.stop();
  }
});

test('an argument that is wrong is an error, and the console lives', async () => {
  await expect(call('search', { text: 7 })).resolves.toMatchObject({ isError: true });
  expect((await call('list_signals', { limit: 1 })).text).toBe('[]');
});

test('a page of another origin is refused', async () => {
  const response = await fetch(`${running.url}/mcp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://evil.example' },
    body: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}',
  });
  expect(response.status).toBe(403);
});
