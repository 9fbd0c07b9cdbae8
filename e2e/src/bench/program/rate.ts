import { configure, signal } from 'kelet';

const AT_ONCE = 64;

/**
 * Signals per second, of `signal()` and of a loop that does no more than fetch, in turns, so that both meet the same
 * noise; prints pairs of them as JSON: `node rate.js <signals> <rounds>`.
 */
async function main(count: number, rounds: number): Promise<void> {
  configure({ signals: { maxInFlight: AT_ONCE } });
  const pairs: [withKelet: number, bare: number][] = [];
  await bare(count / 10);
  await withKelet(count / 10);
  for (let round = 0; round < rounds; round++) pairs.push([await withKelet(count), await bare(count)]);
  console.log(JSON.stringify(pairs));
}

function withKelet(count: number): Promise<number> {
  return perSecond(count, (n) => signal({ kind: 'feedback', source: 'synthetic', sessionId: `conv-${n}`, score: 1 }));
}

function bare(count: number): Promise<number> {
  const url = `${process.env['KELET_API_URL']}/api/projects/e2e/signal`;
  const headers = { authorization: 'key', 'content-type': 'application/json' };
  return perSecond(count, async (n) => {
    const body = JSON.stringify({ session_id: `conv-${n}`, kind: 'feedback', source: 'synthetic', score: 1 });
    await (await fetch(url, { method: 'POST', headers, body })).arrayBuffer();
  });
}

/** By as many callers at once, each of which sends its next when the one before has arrived. */
async function perSecond(count: number, send: (n: number) => Promise<void>): Promise<number> {
  let next = 0;
  const caller = async () => {
    while (next < count) await send(next++);
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, caller));
  return (count / (performance.now() - began)) * 1000;
}

const [count = '10000', rounds = '5'] = process.argv.slice(2);
main(Number(count), Number(rounds)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
