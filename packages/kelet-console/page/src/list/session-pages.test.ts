import type { SessionView } from '../../../src/views';
import { createSessionPages, PAGE_SIZE } from './session-pages';

const session = (sessionId: string) => ({ sessionId }) as SessionView;

function setUp(total = 1_000) {
  let prefix = 's';
  const read = jest.fn(async (offset: number, limit: number) => ({
    total,
    sessions: Array.from({ length: Math.min(limit, total - offset) }, (_, i) => session(`${prefix}${offset + i}`)),
  }));
  const pages = createSessionPages(read, () => {});
  const rename = (to: string) => {
    prefix = to;
  };
  return { read, pages, rename };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test('only what is seen is read, and once', async () => {
  const { read, pages } = setUp();
  pages.show(0, 30);
  pages.show(5, 40);
  await settled();
  pages.show(PAGE_SIZE * 3 + 90, PAGE_SIZE * 4 + 10);
  await settled();
  expect(read.mock.calls.map(([offset]) => offset / PAGE_SIZE)).toEqual([0, 3, 4]);
  expect(pages.total()).toBe(1_000);
  expect(pages.at(0)?.sessionId).toBe('s0');
  expect(pages.at(PAGE_SIZE * 4 + 1)?.sessionId).toBe(`s${PAGE_SIZE * 4 + 1}`);
  expect(pages.at(PAGE_SIZE * 2)).toBeUndefined();
});

test('after a change, what is seen is read again, and the rest is forgotten', async () => {
  const { pages, rename } = setUp();
  pages.show(0, 30);
  await settled();
  pages.show(PAGE_SIZE, PAGE_SIZE + 30);
  await settled();
  rename('new');
  await pages.reload();
  expect(pages.at(0)).toBeUndefined();
  expect(pages.at(PAGE_SIZE)?.sessionId).toBe(`new${PAGE_SIZE}`);
});

test('what comes into sight during a reload is read as well', async () => {
  const { pages } = setUp();
  pages.show(0, 30);
  await settled();
  const reloaded = pages.reload();
  pages.show(PAGE_SIZE * 5, PAGE_SIZE * 5 + 30);
  await reloaded;
  await settled();
  expect(pages.at(PAGE_SIZE * 5)?.sessionId).toBe(`s${PAGE_SIZE * 5}`);
});

test('where an answer fails, what was read stays, and the next answer clears the error', async () => {
  const { read, pages } = setUp();
  pages.show(0, 30);
  await settled();
  read.mockRejectedValueOnce(new Error('the console answered 500'));
  await pages.reload();
  expect(pages.error()).toBe('the console answered 500');
  expect(pages.at(0)?.sessionId).toBe('s0');
  await pages.reload();
  expect(pages.error()).toBeUndefined();
});
