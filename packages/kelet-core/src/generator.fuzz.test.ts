import fc from 'fast-check';
import { agenticSession, getSessionId } from './context';

/** KELET_FUZZ_SEED runs one again. */
const seed = Number(process.env['KELET_FUZZ_SEED'] ?? Date.now() % 2 ** 31);

beforeAll(() => console.info(`fuzz seed: ${seed}`));

/** What a generator does, one thing after the other. */
type Op =
  | { do: 'yield' | 'return' | 'fail' | 'read' | 'wait' }
  | { do: 'delegate' | 'nest' | 'readNested' | 'catch' | 'finally'; body: Op[] };

/** What its consumer does; a call that is not awaited is queued behind the earlier ones. */
interface Call {
  readonly method: 'next' | 'return' | 'throw';
  readonly awaited: boolean;
}

const leaf = fc.constantFrom<Op[]>(
  ...(['yield', 'yield', 'read', 'wait', 'return', 'fail'] as const).map((op) => [{ do: op }] as Op[]),
);
const { ops } = fc.letrec<{ ops: Op[]; op: Op[] }>((tie) => ({
  op: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 5, arbitrary: leaf },
    {
      weight: 2,
      arbitrary: fc
        .record({
          do: fc.constantFrom('delegate', 'nest', 'readNested', 'catch', 'finally'),
          body: tie('ops'),
        })
        .map((op) => [op as Op]),
    },
  ),
  ops: fc.array(tie('op'), { maxLength: 5 }).map((lists) => lists.flat()),
}));
const calls = fc.array(
  fc.record({ method: fc.constantFrom('next', 'next', 'next', 'return', 'throw'), awaited: fc.boolean() }),
  { maxLength: 12 },
) as fc.Arbitrary<Call[]>;

/** Takes down where the code of a generator is: what it reads beside what it should read, which its text says. */
type Log = (what: unknown, expected: string) => void;

function* syncSteps(ops: Op[], log: Log, own: string): Generator<unknown, unknown, unknown> {
  for (const op of ops) {
    log(op.do, own);
    if (op.do === 'yield') log(yield getSessionId(), own);
    else if (op.do === 'return') return getSessionId();
    else if (op.do === 'fail') throw `failed in ${getSessionId()}`;
    else if (op.do === 'delegate') log(yield* syncSteps(op.body, log, own), own);
    else if (op.do === 'nest') {
      const inner = `${own}/n`;
      log(yield* agenticSession({ sessionId: inner }, () => syncSteps(op.body, log, inner)), own);
    } else if (op.do === 'readNested') agenticSession({ sessionId: 'inner' }, () => log('nested', 'inner'));
    else if (op.do === 'catch') {
      try {
        yield* syncSteps(op.body, log, own);
      } catch (error) {
        log(error, own);
      }
    } else if (op.do === 'finally') {
      try {
        yield getSessionId();
      } finally {
        yield* syncSteps(op.body, log, own);
      }
    }
  }
  return getSessionId();
}

async function* asyncSteps(ops: Op[], log: Log, own: string): AsyncGenerator<unknown, unknown, unknown> {
  for (const op of ops) {
    log(op.do, own);
    if (op.do === 'wait') await null;
    else if (op.do === 'yield') log(yield getSessionId(), own);
    else if (op.do === 'return') return getSessionId();
    else if (op.do === 'fail') throw `failed in ${getSessionId()}`;
    else if (op.do === 'delegate') log(yield* asyncSteps(op.body, log, own), own);
    else if (op.do === 'nest') {
      const inner = `${own}/n`;
      log(yield* agenticSession({ sessionId: inner }, () => asyncSteps(op.body, log, inner)), own);
    } else if (op.do === 'readNested') {
      await agenticSession({ sessionId: 'inner' }, async () => {
        await null;
        log('nested', 'inner');
      });
    } else if (op.do === 'catch') {
      try {
        yield* asyncSteps(op.body, log, own);
      } catch (error) {
        log(error, own);
      }
    } else if (op.do === 'finally') {
      try {
        yield getSessionId();
      } finally {
        await null;
        yield* asyncSteps(op.body, log, own);
      }
    }
    log('after', own);
  }
  return getSessionId();
}

type Steps = Generator<unknown, unknown, unknown> | AsyncGenerator<unknown, unknown, unknown>;

/** What each call answers, by itself and not by when. */
async function consume(steps: Steps, calls: readonly Call[]): Promise<unknown[]> {
  const answers: Promise<unknown>[] = [];
  for (const [index, { method, awaited }] of calls.entries()) {
    const answer = (async () => steps[method](`${method} ${index}`))().then(
      (result) => result,
      (error: unknown) => ({ error }),
    );
    answers.push(answer);
    if (awaited) await answer;
  }
  return Promise.all(answers);
}

async function observe(make: typeof syncSteps | typeof asyncSteps, ops: Op[], calls: Call[], where: 'in' | 'out') {
  const lines: unknown[] = [];
  const session = { sessionId: 'conv-42' };
  const log: Log = (what, expected) => {
    const read = getSessionId();
    if (read !== expected) throw new Error(`in ${String(read)}, and not in ${expected}`);
    lines.push([what, read]);
  };
  const start = () => make(ops, log, session.sessionId);
  if (where === 'in') return { answers: await agenticSession(session, () => consume(start(), calls)), lines };
  // The same, but made in the session and consumed in another one.
  const steps = agenticSession(session, start) as Steps;
  const answers = await agenticSession({ sessionId: 'other' }, async () => {
    const got = await consume(steps, calls);
    expect(getSessionId()).toBe('other');
    return got;
  });
  return { answers, lines };
}

test.each([
  ['sync', syncSteps],
  ['async', asyncSteps],
] as const)(
  'a %s generator of agenticSession() does what the bare one does that is iterated inside of the session',
  async (_, make) => {
    await fc.assert(
      fc.asyncProperty(ops, calls, async (ops, calls) => {
        expect(await observe(make, ops, calls, 'out')).toEqual(await observe(make, ops, calls, 'in'));
      }),
      { seed, numRuns: 2000 },
    );
  },
);
