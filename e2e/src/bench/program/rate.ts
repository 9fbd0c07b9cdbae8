import { configure, flush, signal } from 'kelet';

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

async function withKelet(count: number): Promise<number> {
  return perSecond(count, async () => {
    for (let n = 0; n < count; n++) {
      void signal({ kind: 'feedback', source: 'synthetic', sessionId: `conv-${n}`, score: 1 });
    }
    await flush();
  });
}

async function bare(count: number): Promise<number> {
  const url = `${process.env['KELET_API_URL']}/api/projects/e2e/signal`;
  const headers = { authorization: 'key', 'content-type': 'application/json' };
  let next = 0;
  const loop = async () => {
    while (next < count) {
      const body = JSON.stringify({ session_id: `conv-${next++}`, kind: 'feedback', source: 'synthetic', score: 1 });
      await (await fetch(url, { method: 'POST', headers, body })).arrayBuffer();
    }
  };
  return perSecond(count, () => Promise.all(Array.from({ length: AT_ONCE }, loop)));
}

async function perSecond(count: number, work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (count / (performance.now() - began)) * 1000;
}

const [count = '10000', rounds = '5'] = process.argv.slice(2);
main(Number(count), Number(rounds)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
