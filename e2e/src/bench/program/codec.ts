import { deepStrictEqual } from 'node:assert';
import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import type { Session } from 'kelet-core';
import { extract, inject } from 'kelet-temporal-headers';

/** What other interceptors may have put into a call's headers before. */
const FOREIGN: Record<string, Headers> = {
  'no other header': {},
  'a header of a tracer': { '_tracer-data': defaultPayloadConverter.toPayload({ traceparent: '00-1-2-01' }) },
};

/** Calls of one round; more of what is quick. */
const CALLS = 5_000;
const WARM_UP_ROUNDS = 10;

interface Way {
  readonly name: string;
  readonly calls: number;
  /** Makes what the calls need, before the clock runs. */
  prepare?(): void;
  call(index: number): unknown;
  /** The session that the last call wrote or read. */
  session(result: unknown): unknown;
  expected(): Session;
}

const sessionOf = (sessionId: string): Session =>
  Object.freeze({ sessionId, userId: 'user-7', metadata: Object.freeze({ plan: 'pro', seats: 3, trial: false }) });

function ways(headers: Headers): Way[] {
  const known = sessionOf('conv-42');
  const ready = inject(known, {});
  const full = { ...headers, ...ready };
  let fresh: Session[] = [];
  const ofKnown = { calls: 4 * CALLS, session: (result: unknown) => extract(result as Headers), expected: () => known };
  return [
    { ...ofKnown, name: 'spread of ready headers', calls: 20 * CALLS, call: () => ({ ...headers, ...ready }) },
    // V8 takes long to add to the copy of an object that is not empty, and does not where assign() makes it.
    { ...ofKnown, name: 'the same by assign', calls: 20 * CALLS, call: () => Object.assign({}, headers, ready) },
    { ...ofKnown, name: 'inject, a session known already', call: () => inject(known, headers) },
    {
      ...ofKnown,
      name: 'inject, a fresh session',
      calls: CALLS,
      prepare() {
        fresh = Array.from({ length: CALLS }, (_, index) => sessionOf(`conv-${index}`));
      },
      call: (index) => inject(fresh[index], headers),
      expected: () => sessionOf(`conv-${CALLS - 1}`),
    },
    { ...ofKnown, name: 'extract', calls: CALLS, call: () => extract(full), session: (result) => result },
  ];
}

// A variable of the module, so that the compiler can leave no call out.
let last: unknown;

function nanosPerCall({ calls, prepare, call, session, expected }: Way): number {
  prepare?.();
  (globalThis as { gc?: () => void }).gc?.();
  const began = process.hrtime.bigint();
  for (let index = 0; index < calls; index++) last = call(index);
  const nanos = Number(process.hrtime.bigint() - began) / calls;
  deepStrictEqual(session(last), expected());
  return nanos;
}

/** Prints, for each case and way, nanoseconds per call, round by round: `node codec.js <rounds>`. */
function main(rounds: number): void {
  const results = Object.entries(FOREIGN).flatMap(([name, headers]) =>
    ways(headers).map((way) => ({ case: name, way, nanos: [] as number[] })),
  );
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    for (let turn = 0; turn < results.length; turn++) {
      // Each begins as often as any other.
      const result = results[(turn + round + WARM_UP_ROUNDS) % results.length];
      if (result === undefined) continue;
      const nanos = nanosPerCall(result.way);
      if (round >= 0) result.nanos.push(nanos);
    }
  }
  console.log(JSON.stringify(results.map(({ way, ...rest }) => ({ ...rest, name: way.name }))));
}

main(Number(process.argv[2] ?? 40));
