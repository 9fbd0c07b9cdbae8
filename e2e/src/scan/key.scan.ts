import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { API_KEY } from '../support/secret';
import { temporalAddress } from '../support/server';
import { inFiles, inHistories } from './secrets';

const kept = process.env['KELET_KEEP_DIR'] ?? '';
const since = process.env['KELET_SCAN_SINCE'] ?? '';

const standalone = process.env['KELET_STANDALONE_ADDRESS'];
const addresses = [temporalAddress(), ...(standalone === undefined ? [] : [standalone])];
let clients: Client[];

beforeAll(async () => {
  const connections = addresses.map((address) => Connection.connect({ address }));
  clients = (await Promise.all(connections)).map((connection) => new Client({ connection }));
});

afterAll(() => Promise.all(clients.map(({ connection }) => connection.close())));

test('no history of this run of the tests holds the API key', async () => {
  for (const client of clients) {
    const { found, scanned } = await inHistories(client, API_KEY, since);
    console.info(`${scanned} histories`);
    expect(found).toEqual([]);
  }
}, 600_000);

test('no log line, error, span or signal of this run of the tests holds the API key', () => {
  const { found, scanned } = inFiles(kept, API_KEY);
  console.info(`${scanned} files`);
  expect(scanned).toBeGreaterThan(0);
  expect(found).toEqual([]);
});

test.each([
  ['an argument', { args: [{ nested: [`Bearer ${API_KEY}`] }] }],
  ['a memo', { memo: { note: API_KEY } }],
])('a key that is planted in a history as %s is found', async (_, planted) => {
  const [client] = clients as [Client];
  const before = new Date(Date.now() - 1000).toISOString();
  const workflowId = `planted-${randomUUID()}`;
  const handle = await client.workflow.start('nobody', { taskQueue: workflowId, workflowId, args: [], ...planted });
  // The server lists a workflow a moment after its start.
  let found: string[] = [];
  for (let attempt = 0; attempt < 100 && !found.includes(workflowId); attempt++) {
    ({ found } = await inHistories(client, API_KEY, before));
    await sleep(100);
  }
  await handle.terminate();
  expect(found).toContain(workflowId);
});

test('a key that is planted in a file is found', () => {
  const directory = mkdtempSync(join(tmpdir(), 'planted-'));
  writeFileSync(join(directory, 'clean.log'), 'no key');
  writeFileSync(join(directory, 'planted.log'), `401 for authorization: ${API_KEY}\n`);
  expect(inFiles(directory, API_KEY)).toEqual({ found: ['planted.log'], scanned: 2 });
  rmSync(directory, { recursive: true });
});
