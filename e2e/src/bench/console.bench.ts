import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { newId, otlp, type SpanOptions, send } from '../console/otlp';
import { startBrowser } from '../support/browser';
import { type ConsoleProcess, startConsoleProcess } from '../support/console';
import { temporaryDirectory } from '../support/temporary';
import { report } from './report';
import { medianOf } from './statistics';

const SESSIONS = 1_000;
const SPANS_EACH = 95;
const SPANS_OF_ONE = 5_000;
const SPANS_A_REQUEST = 500;
const SENDERS = 2;
const ROUNDS = 10;

/** What of a browser's globals the functions below use, which run there. */
interface Scrolled {
  readonly textContent: string | null;
  scrollTop: number;
  readonly clientHeight: number;
  readonly scrollHeight: number;
}
declare const document: { querySelectorAll(selector: string): Iterable<Scrolled> };
declare const location: { hash: string };
declare function requestAnimationFrame(next: (now: number) => void): void;
declare function getComputedStyle(element: Scrolled): { readonly overflowY: string };

const profile = temporaryDirectory();
const folder = temporaryDirectory();

const STORES = [
  { store: 'memory', args: [] as string[] },
  { store: 'file', args: ['--db', join(folder, 'console.db')] },
];

/** A tree of spans, each below one of those ahead of it. */
function treeOf(session: string, count: number, start: number): SpanOptions[] {
  const traceId = newId(16);
  const ids = Array.from({ length: count }, () => newId(8));
  return ids.map((spanId, index) => ({
    session,
    traceId,
    spanId,
    ...(index > 0 && { parentSpanId: ids[Math.floor((index - 1) / 4)] ?? spanId }),
    name: index === 0 ? 'StartWorkflow:chat' : index === 1 ? 'RunWorkflow:chat' : `RunActivity:step-${index}`,
    start: start + index,
    end: start + index + 40,
  }));
}

/** @returns spans a second */
async function fill(url: string, spans: readonly SpanOptions[]): Promise<number> {
  const bodies: string[] = [];
  for (let from = 0; from < spans.length; from += SPANS_A_REQUEST) {
    bodies.push(otlp(...spans.slice(from, from + SPANS_A_REQUEST)));
  }
  const began = performance.now();
  const sender = async () => {
    for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) {
      if ((await send(url, body)) !== 200) throw new Error('the console refused spans');
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return (spans.length / (performance.now() - began)) * 1000;
}

/** Megabytes of a process that are in memory; where the system does not say, none. */
function residentMb({ child }: ConsoleProcess): number {
  try {
    const pages = Number(readFileSync(`/proc/${child.pid}/statm`, 'utf8').split(' ')[1]);
    return (pages * 4096) / 1024 / 1024;
  } catch {
    return Number.NaN;
  }
}

/** Milliseconds from the change of the address until the page shows `text` in a row. */
async function shown(page: Page, hash: string, text: string): Promise<number> {
  return page.evaluate(
    ([to, wanted]) =>
      new Promise<number>((resolve) => {
        const began = performance.now();
        const look = () => {
          const rows = [...document.querySelectorAll('[role=row], [role=treeitem]')];
          if (rows.some((row) => row.textContent?.includes(wanted as string))) resolve(performance.now() - began);
          else requestAnimationFrame(look);
        };
        location.hash = to as string;
        look();
      }),
    [hash, text],
  );
}

/** Milliseconds between the frames while the tree is scrolled from its begin to its end. */
async function scrolled(page: Page): Promise<number[]> {
  return page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const all = [...document.querySelectorAll('*')];
        const scroller = all.find(
          (one) => one.scrollHeight > 20_000 && /auto|scroll/.test(getComputedStyle(one).overflowY),
        );
        if (scroller === undefined) throw new Error('nothing scrolls');
        const frames: number[] = [];
        let last = performance.now();
        const step = (now: number) => {
          frames.push(now - last);
          last = now;
          scroller.scrollTop += 300;
          if (scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1) resolve(frames.slice(2));
          else requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
  );
}

test('100,000 spans in 1,000 sessions', async () => {
  const rows: Record<string, string | number>[] = [];
  for (const { store, args } of STORES) {
    const running = await startConsoleProcess({ args });
    let browser: BrowserContext | undefined;
    try {
      const now = Date.now();
      const small = Array.from({ length: SESSIONS }, (_, index) => treeOf(`conv-${index}`, SPANS_EACH, now + index));
      const rate = await fill(running.url, small.flat());
      await fill(running.url, treeOf('conv-large', SPANS_OF_ONE, now));
      browser = await startBrowser(join(profile, store));
      const page = await browser.newPage();
      await page.goto(running.url);
      const times: Record<'list' | 'session' | 'large', number[]> = { list: [], session: [], large: [] };
      for (let round = 0; round < ROUNDS; round++) {
        const index = SESSIONS - 1 - round;
        times.session.push(await shown(page, `#/session/conv-${index}`, 'RunActivity:step-'));
        times.list.push(await shown(page, '#/', 'conv-'));
        times.large.push(await shown(page, '#/session/conv-large', 'RunActivity:step-'));
        times.list.push(await shown(page, '#/', 'conv-'));
      }
      await shown(page, '#/session/conv-large', 'RunActivity:step-');
      const frames = (await scrolled(page)).sort((a, b) => a - b);
      const ms = (values: readonly number[]) => medianOf(values).median.toFixed(0);
      rows.push({
        store,
        'spans a second': Math.round(rate),
        'list, ms': ms(times.list),
        'session of 95 spans, ms': ms(times.session),
        'session of 5,000 spans, ms': ms(times.large),
        'frames while scrolling': frames.length,
        'frame, median ms': medianOf(frames).median.toFixed(1),
        'frame, 95 %, ms': (frames[Math.floor(frames.length * 0.95)] ?? Number.NaN).toFixed(1),
        'console, MB': Math.round(residentMb(running)),
      });
    } finally {
      await browser?.close();
      await running.stop();
    }
  }
  report('console', rows);
}, 600_000);
