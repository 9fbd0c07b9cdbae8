import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import axe from 'axe-core';
import { agenticSession, configure } from 'kelet';
import { KeletPlugin } from 'kelet/temporal';
import { setupTelemetry } from 'kelet-opentelemetry';
import type { BrowserContext, Page } from 'playwright-core';
import * as activities from '../activities';
import { startBrowser } from '../support/browser';
import { type ConsoleProcess, consoleCommand, startConsoleProcess } from '../support/console';
import { ROOT } from '../support/pack';
import { API_KEY } from '../support/secret';
import { temporalAddress } from '../support/server';
import { temporaryDirectory } from '../support/temporary';
import { startWorker } from '../support/worker';
import { finishSignal, listen } from '../workflows/conversation';
import { otlp, send } from './otlp';

/** What a designer looks at; git ignores it. */
const SCREENSHOTS = join(ROOT, 'e2e/screenshots');
const DEMO = require.resolve('docs-agent/dist/main.js');

const profile = temporaryDirectory();
let browser: BrowserContext;
let page: Page;

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  browser = await startBrowser(profile);
  page = await browser.newPage();
});

afterAll(() => browser?.close());

/** What axe finds that is serious. */
async function violations(): Promise<unknown[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }));
}

/** Pictures in both themes, as wide as a telephone and as a laptop; and what axe says of each theme and of each width. */
async function lookAt(name: string): Promise<void> {
  for (const [width, colorScheme] of [
    [390, 'light'],
    [390, 'dark'],
    [1280, 'light'],
    [1280, 'dark'],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await page.waitForTimeout(150); // what moves has come to rest in the picture
    await page.screenshot({ path: join(SCREENSHOTS, `${name}-${width}-${colorScheme}.png`) });
    if ((width === 390) === (colorScheme === 'dark')) continue;
    expect({ name, colorScheme, width, violations: await violations() }).toMatchObject({ violations: [] });
  }
}

describe('the demo', () => {
  let demo: ChildProcess;
  let url = '';
  let output = '';

  beforeAll(async () => {
    const env = { ...process.env, TEMPORAL_ADDRESS: temporalAddress() };
    demo = spawn(process.execPath, [DEMO, '--open'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: demo.stdout as NodeJS.ReadableStream });
    lines.on('line', (line) => {
      output += `${line}\n`;
    });
    const [first] = await once(lines, 'line');
    url = /http:\S+/.exec(String(first))?.[0] ?? '';
    await page.goto(url);
  });

  afterAll(async () => {
    const ended = once(demo, 'exit');
    demo.kill('SIGINT');
    await ended;
  });

  const row = (name: string) => page.getByRole('row').filter({ hasText: name });

  test('appears on a page that is open already, and is done in the end', async () => {
    await page.getByText('Nothing has arrived yet').waitFor();
    await row('conv-').getByText('done').waitFor();
    await lookAt('sessions');
  });

  test('has a waterfall with a bar for each span, each inside of its parent', async () => {
    const id = (await page.getByRole('link', { name: /^conv-/ }).textContent()) ?? '';
    await row('conv-').click();
    await row('RunActivity:reportCoverage').waitFor();
    const { tree } = JSON.parse(await consoleCommand('session', id, '--url', url, '--json'));
    const boxes = new Map<string, { left: number; right: number }>();
    for (const one of await page.locator('.span-row.body').all()) {
      const box = await one.locator('.bar').boundingBox();
      const name = (await one.locator('.name').textContent())?.trim() ?? '';
      boxes.set(name, { left: box?.x ?? -1, right: (box?.x ?? -1) + (box?.width ?? -1) });
    }
    expect([...boxes.keys()].sort()).toEqual(tree.map(({ name }: { name: string }) => name).sort());
    expect(boxes.size).toBe(12);
    const inside = (child: string, parent: string) => {
      const [inner, outer] = [boxes.get(child), boxes.get(parent)];
      return (
        inner !== undefined && outer !== undefined && inner.left >= outer.left - 2 && inner.right <= outer.right + 4
      );
    };
    for (const [child, parent] of [
      ['StartActivity:searchDocuments', 'RunWorkflow:answerQuestion'],
      ['StartChildWorkflow:readAndExtract', 'RunWorkflow:answerQuestion'],
      ['RunActivity:readPassages', 'RunWorkflow:readAndExtract'],
    ] as const) {
      expect({ child, parent, inside: inside(child, parent) }).toEqual({ child, parent, inside: true });
    }
    expect(inside('RunWorkflow:answerQuestion', 'RunActivity:readPassages')).toBe(false);
    await lookAt('session');
  });

  test('shows the attributes of the span that is clicked', async () => {
    await row('RunActivity:searchDocuments').click();
    const attributes = page
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: 'gen_ai.conversation.id' }) });
    await attributes.getByText(/^conv-[0-9a-f]{8}$/).waitFor();
    await lookAt('span');
  });

  test('takes a thumb up on that span, as the signal that an application sends', async () => {
    await page.getByRole('button', { name: 'Thumb up for this span' }).click();
    await page.getByText('Thumb up sent.').waitFor();
    const [newest] = JSON.parse(await consoleCommand('signals', '--url', url, '--json'));
    const { tree } = JSON.parse(await consoleCommand('session', newest.sessionId, '--url', url, '--json'));
    const judged = tree.find(({ name }: { name: string }) => name === 'RunActivity:searchDocuments');
    expect(newest).toMatchObject({
      sessionId: expect.stringMatching(/^conv-/),
      traceId: judged.traceId,
      spanId: judged.spanId,
      kind: 'feedback',
      source: 'human',
      score: 1,
      triggerName: 'console',
      metadata: { span_id: judged.spanId, vote_key: `console:${judged.spanId}` },
      project: 'docs-agent',
    });
    await lookAt('feedback');
  });

  test('is gone through by keys alone', async () => {
    await page.keyboard.press('Escape');
    await page.goto(`${url}/#/`);
    await row('conv-').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('nothing of that name');
    await row('conv-').waitFor({ state: 'detached' });
    await page.getByRole('searchbox').fill('');
    await page.keyboard.press('Escape');
    await row('conv-').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await row('RunWorkflow:answerQuestion').waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: /^Sessions/ }).waitFor();
  });

  test('prints where its session is to be seen', () => {
    expect(output).toMatch(
      /✓ one session, one trace \(conv-[0-9a-f]{8}\)\n {2}http:\S+\/#\/session\/conv-[0-9a-f]{8}\n/,
    );
  });
});

describe('a console', () => {
  let running: ConsoleProcess;

  beforeAll(async () => {
    running = await startConsoleProcess();
  });

  afterAll(() => running.stop());

  test('shows what is wrong with what arrived', async () => {
    const traceId = 'a'.repeat(32);
    const parent = { traceId, spanId: 'b'.repeat(16) };
    const child = { traceId, spanId: 'c'.repeat(16), parentSpanId: parent.spanId, name: 'RunActivity:lost' };
    await send(running.url, otlp({ session: 'conv', ...parent, name: 'RunWorkflow:chat' }, child));
    await page.goto(`${running.url}/#/doctor`);
    await page.getByText('RunActivity:lost').first().waitFor();
    await lookAt('doctor');
  });

  test('shows a session while its workflow runs, and fills in what comes later', async () => {
    configure({ apiKey: API_KEY, project: 'e2e', apiUrl: running.url });
    const telemetry = setupTelemetry({ serviceName: 'e2e' });
    const plugins = [new KeletPlugin()];
    const workflowsPath = require.resolve('../workflows/conversation');
    const { client, taskQueue, stop } = await startWorker({ workflowsPath, activities, plugins });
    await page.goto(`${running.url}/#/`);
    const handle = await agenticSession({ sessionId: 'open' }, () =>
      client.workflow.start(listen, { workflowId: randomUUID(), taskQueue }),
    );
    await telemetry.spanProcessor.forceFlush();
    const row = page.getByRole('row').filter({ hasText: 'open' });
    await row.getByText('running').waitFor();
    await row.click();
    await page.locator('.span-row.body').filter({ hasText: 'StartWorkflow:listen' }).waitFor();
    await page.getByRole('button', { name: 'Thumb down for this session' }).click();
    await page.getByText('Thumb down sent.').waitFor();
    await page.keyboard.press('Escape');
    await handle.signal(finishSignal);
    await handle.result();
    await telemetry.spanProcessor.forceFlush();
    await page.locator('.span-row.body').filter({ hasText: 'RunWorkflow:listen' }).waitFor();
    await page.getByText('done').first().waitFor();
    const session = JSON.parse(await consoleCommand('session', 'open', '--url', running.url, '--json'));
    expect(session).toMatchObject({ running: false, verdict: 0, findings: [] });
    await stop();
  });

  test('shows spans below a row for what has not come', async () => {
    const traceId = 'd'.repeat(32);
    const run = '2'.repeat(16);
    const activity = {
      session: 'late',
      traceId,
      spanId: '3'.repeat(16),
      parentSpanId: run,
      name: 'StartActivity:reply',
    };
    await send(running.url, otlp(activity));
    await page.goto(`${running.url}/#/session/late`);
    await page.locator('.span-row.body').filter({ hasText: 'StartActivity:reply' }).waitFor();
    expect(await page.locator('.span-row.body').count()).toBe(2);
    const { parentSpanId: _, ...root } = activity;
    await send(running.url, otlp({ ...root, spanId: run, name: 'RunWorkflow:chat' }));
    await page.locator('.span-row.body').filter({ hasText: 'RunWorkflow:chat' }).waitFor();
    expect(await page.locator('.span-row.body').count()).toBe(2);
  });

  test('runs nothing that is in what arrived', async () => {
    const script = '<img src=x onerror="document.title=\'broken\'"><script>document.title="broken"</script>';
    await send(running.url, otlp({ session: script, name: script }));
    await page.goto(running.url);
    await page.getByText('onerror').first().waitFor();
    await page.getByRole('link', { name: script }).click();
    await page.getByText('onerror').first().waitFor();
    expect(await page.title()).not.toBe('broken');
  });

  test('asks no other host', async () => {
    const hosts = new Set<string>();
    const note = (request: { url(): string }) => hosts.add(new URL(request.url()).host);
    page.on('request', note);
    const answer = await page.goto(running.url);
    expect(answer?.headers()['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self';/,
    );
    await page.reload();
    await page.getByRole('heading', { name: /^Sessions/ }).waitFor();
    page.off('request', note);
    expect([...hosts]).toEqual([new URL(running.url).host]);
  });
});
