import { READING } from './commands';
import type { Source } from './source';

const hostile = 'a\u001b[2Jb\u202e \ud83c\udff4\u{e0067}\u{e007f} \u009b';
const MOVING = ['\u001b', '\u009b', '\u202e', '\u{e0067}'];
const session = { sessionId: hostile, userId: null, project: null, lastAt: 1e20, verdict: null };
const finding = { code: 'clockOff', severity: 'warning', what: 'what', where: [hostile], why: 'why', fix: 'fix' };
const source = {
  sessions: async () => ({ sessions: [session], total: 1 }),
  signals: async () => [],
  findings: async () => [finding],
} as unknown as Source;

test('what is printed for programs is what it was, and moves no cursor', async () => {
  const { text } = (await READING['sessions']?.(source, { json: true }, '')) ?? { text: '' };
  expect(JSON.parse(text)).toEqual([session]);
  for (const one of MOVING) expect(text).not.toContain(one);
});

test.each(['sessions', 'doctor'])('what %s prints for people moves no cursor, either', async (command) => {
  const { text } = (await READING[command]?.(source, {}, '')) ?? { text: '' };
  expect(text).toContain('a·[2Jb·');
  for (const one of MOVING) expect(text).not.toContain(one);
});
