import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client, Connection } from '@temporalio/client';
import type { ReceivedSignal, ReceivedSpan, Receiver } from 'kelet-console';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { type ModelServer, startModelServer } from 'support-chat/dist/model-server';
import type { Chat } from 'support-chat/dist/workflows';
import { startBrowser } from './support/browser';
import { command } from './support/pack';
import { startReceiver } from './support/receiver';
import { temporalAddress } from './support/server';
import { temporaryDirectory } from './support/temporary';

const PROGRAM = join(require.resolve('support-chat/package.json'), '../dist');
const TENANTS = ['acme', 'globex'] as const;
type Tenant = (typeof TENANTS)[number];
const KEYS = { acme: 'key-of-acme', globex: 'key-of-globex' };

const profile = temporaryDirectory();
let receiver: Receiver;
let model: ModelServer;
let env: NodeJS.ProcessEnv;
let processes: ChildProcess[] = [];
let browser: BrowserContext;
const chats: Record<Tenant, string> = { acme: '', globex: '' };

beforeAll(async () => {
  receiver = await startReceiver();
  model = await startModelServer();
  env = {
    ...process.env,
    KELET_API_URL: receiver.url,
    KELET_API_KEY_ACME: KEYS.acme,
    KELET_API_KEY_GLOBEX: KEYS.globex,
    REFERENCE_SECRET: 'a secret of more than 16 characters',
    OPENAI_BASE_URL: model.url,
    TEMPORAL_ADDRESS: temporalAddress(),
    TASK_QUEUE: `support-chat-${process.pid}`,
    WEB_PORT: String(await freePort()),
  };
});

afterAll(async () => {
  await stopAll();
  await model.close();
  await receiver.close();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The web server, the worker and the browser. */
async function startAll(): Promise<void> {
  processes = ['web', 'worker'].map((name) =>
    spawn(process.execPath, [join(PROGRAM, `${name}.js`)], { env, stdio: ['ignore', 'pipe', 'inherit'] }),
  );
  const [web] = processes;
  if (web?.stdout) await once(createInterface(web.stdout), 'line');
  browser = await startBrowser(profile);
}

async function stopAll(): Promise<void> {
  await browser?.close();
  const running = processes.filter(({ exitCode }) => exitCode === null);
  const ended = running.map((child) => once(child, 'exit'));
  for (const child of running) child.kill('SIGTERM');
  await Promise.all(ended);
  processes = [];
}

const urlOf = (tenant: Tenant) => `http://127.0.0.1:${env['WEB_PORT']}/${tenant}/`;
const workflowIdOf = (tenant: Tenant) => `chat/${tenant}/${chats[tenant]}`;

async function open(tenant: Tenant): Promise<Page> {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.goto(urlOf(tenant));
  return page;
}

async function ask(page: Page, text: string): Promise<Locator> {
  await page.getByLabel('Question').fill(text);
  await page.getByRole('button', { name: 'Ask' }).click();
  return page.locator('article', { hasText: text });
}

/** Presses a button of a vote, and waits until the page shows it as pressed, which it does once the server has taken it. */
async function vote(article: Locator, label: 'Good' | 'Bad'): Promise<void> {
  const button = article.getByRole('button', { name: label });
  await button.click();
  await article.locator(`button[aria-pressed=true]:text-is("${label}")`).waitFor();
}

const votesOf = (tenant: Tenant): ReceivedSignal[] => receiver.signals.filter(({ project }) => project === tenant);
const spansOf = (tenant: Tenant): ReceivedSpan[] => receiver.spans.filter(({ project }) => project === tenant);

test('a day: asked, streamed, voted, changed, restarted, decided by a human, voted by mail; in two projects', async () => {
  await startAll();
  await Promise.all(TENANTS.map(firstHalf));
  // Of everything: the runs wait in Temporal alone.
  await stopAll();
  await startAll();
  await Promise.all(TENANTS.map(secondHalf));
  await Promise.all(TENANTS.map(byMail));
  await stopAll();

  for (const tenant of TENANTS) {
    expectOneTree(tenant);
    expectVotes(tenant);
  }
}, 180_000);

async function firstHalf(tenant: Tenant): Promise<void> {
  const page = await open(tenant);
  const first = await ask(page, 'Where is my parcel of order 7?');
  const answer = first.locator('p');
  // While it is being written, a part of it is there.
  await first.locator('p[aria-busy=true]', { hasText: 'You asked' }).waitFor();
  expect(await answer.textContent()).not.toContain('Monday');
  await answer.filter({ hasText: 'Order 7 left the warehouse on Monday.' }).waitFor();
  await vote(first, 'Good');
  await vote(first, 'Bad');
  const second = await ask(page, 'I want my money back for order 7');
  await second.locator('p', { hasText: 'Waiting for a colleague.' }).waitFor();
  chats[tenant] = await chatOf(tenant);
}

async function secondHalf(tenant: Tenant): Promise<void> {
  const page = await open(tenant);
  const [first, second] = ['Where is my parcel', 'I want my money back'].map((hasText) =>
    page.locator('article', { hasText }),
  );
  if (first === undefined || second === undefined) throw new Error('unreachable');
  await first.locator('button[aria-pressed=true]:text-is("Bad")').waitFor();
  await vote(first, 'Good');
  await second.getByRole('button', { name: 'Approve' }).click();
  await second.locator('p', { hasText: 'A colleague has approved it.' }).waitFor();
  await vote(second, 'Good');
  await page.getByRole('button', { name: 'End chat' }).click();
  await page.locator('article').first().waitFor({ state: 'detached' });
}

/** Which the page has stored. */
async function chatOf(tenant: Tenant): Promise<string> {
  const { origins } = await browser.storageState();
  const stored = origins.flatMap(({ localStorage }) => localStorage).find(({ name }) => name === `/${tenant}/chat`);
  return stored?.value ?? '';
}

/** Days later, which nobody waits for here: the chat is closed. */
async function byMail(tenant: Tenant): Promise<void> {
  const connection = await Connection.connect({ address: temporalAddress() });
  await new Client({ connection }).workflow.getHandle(workflowIdOf(tenant)).result();
  await connection.close();
  const mail = (said: string) =>
    command(process.execPath, [join(PROGRAM, 'late-vote.js'), workflowIdOf(tenant), said], PROGRAM, env);
  await mail('up');
  await mail('down');
}

function expectOneTree(tenant: Tenant): void {
  const spans = spansOf(tenant);
  const named = (name: string) => spans.filter((span) => span.name === name);
  // One session, one trace, and in it one tree.
  expect(new Set(spans.map(({ attributes }) => attributes['gen_ai.conversation.id']))).toEqual(
    new Set([chats[tenant]]),
  );
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  const ids = new Set(spans.map(({ spanId }) => spanId));
  expect(ids.size).toBe(spans.length);
  const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined || !ids.has(parentSpanId));
  expect(roots.map(({ name }) => name)).toEqual(['POST questions']);
  // A run for each answer, one that waited for the colleague, and the last, which was ended.
  expect(named('RunWorkflow:chat')).toHaveLength(4);
  expect(named('invoke_agent support')).toHaveLength(3);
  for (const tool of ['searchManual', 'findOrder']) {
    const runs = named(`RunActivity:${tool}`);
    expect(runs).toHaveLength(3);
    for (const { attributes } of runs) expect(attributes['gen_ai.agent.name']).toBe('support');
  }
  const calls = named('ai.streamText.doStream');
  expect(calls.map(({ attributes }) => attributes['ai.response.text'])).toEqual([
    expect.stringContaining('Monday'),
    expect.stringContaining('approved'),
  ]);
  for (const { attributes } of calls) {
    expect(attributes).toMatchObject({
      'gen_ai.agent.name': 'support',
      'gen_ai.response.model': 'parrot-1',
      'gen_ai.usage.output_tokens': expect.any(Number),
      'user.id': 'visitor',
    });
  }
}

function expectVotes(tenant: Tenant): void {
  const votes = votesOf(tenant);
  expect(votes.map(({ body }) => [body['trigger_name'], body['score']])).toEqual([
    ['vote', 1],
    ['vote', 0],
    ['vote', 1],
    ['vote', 1],
    ['mail', 1],
    ['mail', 0],
  ]);
  for (const { apiKey, body } of votes) {
    expect(apiKey).toContain(KEYS[tenant]);
    expect(body['session_id']).toBe(chats[tenant]);
  }
  const keyOf = ({ body }: ReceivedSignal) => (body['metadata'] as Record<string, unknown>)['vote_key'];
  const keys = votes.map(keyOf);
  // Each is a request of its own, and the newest of one key counts.
  expect(new Set(votes.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(6);
  expect(new Set(keys.slice(0, 3)).size).toBe(1);
  expect(new Set(keys).size).toBe(3);
  // What they judge is the span of the activity that wrote the answer, and not of the request that voted.
  const answers = new Map(spansOf(tenant).map((span) => [span.spanId, span]));
  for (const { body } of votes.slice(0, 4)) {
    const judged = answers.get(String((body['metadata'] as Record<string, unknown>)['span_id']));
    expect(judged?.name).toBe('RunActivity:writeAnswer');
    expect(body['trace_id']).toBe(judged?.traceId);
  }
}

describe('what a page may not do', () => {
  const chat: string = randomUUID();

  beforeAll(startAll);
  afterAll(stopAll);

  const urlOfChat = (path: string, tenant: Tenant = 'acme', id = chat) => `${urlOf(tenant)}chats/${id}/${path}`;
  const post = (path: string, body: unknown, tenant?: Tenant, id?: string) =>
    fetch(urlOfChat(path, tenant, id), {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const stateOf = async () => (await (await fetch(urlOfChat('state'))).json()) as Chat;
  /** Resolves when the answer is whole, or a colleague has to decide. */
  const asked = async (text: string) => (await post('questions', { text })).text();

  async function until(isSo: (state: Chat) => boolean): Promise<Chat> {
    for (;;) {
      const state = await stateOf();
      if (isSo(state)) return state;
    }
  }

  const aVote = (reference: string) => ({ reference, up: true, at: new Date().toISOString() });

  test('ask nothing, or what is no question; the chat goes on', async () => {
    for (const body of ['{', 'null', '[]', {}, { text: 7 }, { text: ' ' }, { text: 'x'.repeat(2001) }])
      expect((await post('questions', body)).status).toBe(400);
    expect((await fetch(urlOfChat('state'))).status).toBe(404);
    expect(await asked('Where is my parcel?')).toContain('reference');
  });

  test('see an answer that the model did not give: Temporal asks it again', async () => {
    await asked('Does it stumble?');
    const { messages } = await until(({ questions }) => questions.length === 0);
    expect(messages.at(-1)?.answer).toContain('Does it stumble?');
    expect(messages.every(({ answer, reference }) => answer !== '' && reference !== undefined)).toBe(true);
  });

  test('decide about another question than the one that waits, or with another word than yes or no', async () => {
    await asked('I want my money back for order 1');
    const [question] = (await stateOf()).questions;
    for (const body of [{}, { approved: true }, { question: question?.id, approved: 'no' }])
      expect((await post('decision', body)).status).toBe(400);
    const decide = () => post('decision', { question: question?.id, approved: true });
    await Promise.all([decide(), decide()]);
    await until(({ questions }) => questions.length === 0);
    await decide();
    await asked('I want my money back for order 2');
    expect((await stateOf()).undecided).toBe(true);
  });

  test('vote with what it made up, in the chat of another, for another tenant, or from the future', async () => {
    const before = receiver.signals.length;
    const forged = await post('votes', aVote(`k1.....${chat}.acme`));
    expect([forged.status, await forged.text()]).toEqual([400, expect.stringContaining('not signed')]);
    const reference = (await stateOf()).messages[0]?.reference ?? '';
    expect((await post('votes', aVote(reference), 'acme', randomUUID())).status).toBe(403);
    expect((await post('votes', aVote(reference), 'globex')).status).toBe(403);
    expect((await post('votes', { ...aVote(reference), at: '2999-01-01T00:00:00Z' })).status).toBe(400);
    expect((await post('votes', { ...aVote(reference), up: 'yes' })).status).toBe(400);
    expect(receiver.signals.length).toBe(before);
    expect((await post('votes', aVote(reference))).status).toBe(204);
    expect(receiver.signals.length).toBe(before + 1);
  });

  test('go on in a chat that was ended, or be of no tenant', async () => {
    await post('end', {});
    await until(({ closed }) => closed === true);
    const connection = await Connection.connect({ address: temporalAddress() });
    await new Client({ connection }).workflow.getHandle(`chat/acme/${chat}`).result();
    await connection.close();
    expect((await post('questions', { text: 'Still there?' })).status).toBe(409);
    expect((await stateOf()).messages).toHaveLength(3);
    expect((await fetch(`http://127.0.0.1:${env['WEB_PORT']}/another/`)).status).toBe(404);
  });
});
