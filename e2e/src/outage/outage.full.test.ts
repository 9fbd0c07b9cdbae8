import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SignalCounts } from 'kelet';
import { type Answer, startApi } from '../support/api';
import { command } from '../support/pack';
import { buildProgram } from '../support/program';
import { keletAt } from '../support/secret';
import { temporalAddress } from '../support/server';
import { temporaryDirectory } from '../support/temporary';

/** What the API does for the first seconds, and after them; `away` is a port where nothing listens. */
interface Outage {
  readonly answer?: Answer;
  readonly awayMs?: number;
}

const OUTAGES: Record<string, Outage> = {
  none: {},
  'away for 1 s': { awayMs: 1000 },
  'away for 20 s': { awayMs: 20_000 },
  'away for 60 s': { awayMs: 60_000 },
  'away for ever': { awayMs: Number.POSITIVE_INFINITY },
  'hangs for ever': { answer: 'never' },
  'answers after 3 s': { answer: { status: 200, afterMs: 3000 } },
  'answers 520': { answer: 520 },
};

/** What of an outage no signal of workflow code that is awaited need notice, but for a wait. */
const SHORT = ['none', 'away for 1 s', 'away for 20 s', 'away for 60 s', 'answers after 3 s'];

/** 20 signals in turn to an API that hangs, each for as long as `signal()` may take on the host, and more. */
const LIMIT_MS = 1_200_000;

const NUMBERS: Record<string, number> = { 'workflow, cancelled': 1, 'workflow, continued as new': 2 };
const numberOf = (caller: string): number => NUMBERS[caller] ?? Number(/\d+/.exec(caller)?.[0]);

interface Report {
  readonly seen: Record<string, { readonly ms: number; readonly failure?: string }>;
  readonly latestMs?: number;
  readonly counts: SignalCounts;
}

interface Met extends Report {
  readonly outage: string;
  readonly which: string;
  /** How many signals of a caller the API took, by their keys: each counts once. */
  readonly arrivedOf: (caller: string) => number;
}

const HOSTS = ['host, 1', 'host, 20 in turn', 'host, 600 at once'];

const statusOf = (answer: Answer) => (typeof answer === 'object' ? answer.status : answer);

const directory = temporaryDirectory(__dirname);
let program: string;

beforeAll(async () => {
  program = await buildProgram(__dirname, [join(__dirname, 'program')], directory);
});

async function meet(outage: string, which: string, { answer = 200, awayMs = 0 }: Outage): Promise<Met> {
  const taken = new Map<string, string | undefined>();
  const api = await startApi(({ idempotencyKey, body }) => {
    if (statusOf(answer) === 200) taken.set(idempotencyKey, body.session_id);
    return answer;
  });
  if (awayMs > 0) await api.stop();
  const back = new AbortController();
  if (awayMs > 0 && Number.isFinite(awayMs))
    sleep(awayMs, undefined, { signal: back.signal }).then(api.listen, () => {});
  try {
    const env = { ...process.env, ...keletAt(api.url) };
    const main = join(program, 'program/main.js');
    const { stdout } = await command(process.execPath, [main, temporalAddress(), which], directory, env, LIMIT_MS);
    const report = JSON.parse(stdout.slice(stdout.indexOf('{"seen"'))) as Report;
    const arrivedOf = (caller: string) => [...taken.values()].filter((sessionId) => sessionId === caller).length;
    return { outage, which, ...report, arrivedOf };
  } finally {
    back.abort();
    if (awayMs !== Number.POSITIVE_INFINITY) await api.stop();
  }
}

test(
  'what arrives, what is dropped and counted, and who waits for how long',
  async () => {
    const outages = Object.entries(OUTAGES);
    const hosts = outages.flatMap(([outage, how]) => HOSTS.map((which) => meet(outage, which, how)));
    const reports: Met[] = [];
    // One after the other: workers that compete for the machine would say nothing of how late an activity is.
    for (const [outage, how] of outages) reports.push(await meet(outage, 'worker', how));
    reports.push(...(await Promise.all(hosts)));
    const rows = reports.flatMap(({ outage, seen, arrivedOf, latestMs }) =>
      Object.entries(seen).map(([caller, { ms, failure = '' }]) => ({
        outage,
        caller,
        arrived: `${arrivedOf(caller)} of ${numberOf(caller)}`,
        seconds: (ms / 1000).toFixed(1),
        'own activities, at most': latestMs === undefined ? '' : (latestMs / 1000).toFixed(1),
        failure,
      })),
    );
    console.table(rows);
    console.table(
      reports.map(({ outage, which, counts }) => ({ outage, which, sent: counts.sent, ...counts.dropped })),
    );
    // No workflow fails, nor does an activity of 10 seconds.
    expect(rows.filter(({ failure }) => failure !== '')).toEqual([]);
    for (const { outage, which, seen, arrivedOf, counts } of reports) {
      const callers = Object.keys(seen);
      const total = callers.reduce((sum, caller) => sum + numberOf(caller), 0);
      const lost = Object.values(counts.dropped).reduce((sum, count) => sum + count, 0);
      expect({ outage, which, accounted: counts.sent + lost }).toEqual({ outage, which, accounted: total });
      if (!SHORT.includes(outage)) continue;
      const missing = callers.filter((name) => name.startsWith('workflow') && arrivedOf(name) !== numberOf(name));
      expect({ outage, missing }).toEqual({ outage, missing: [] });
    }
  },
  LIMIT_MS,
);
