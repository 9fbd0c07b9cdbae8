import { createSignalBreaker } from './signal-breaker';

const failed = (outcome: string) => outcome === 'failed';
const fails = async () => 'failed';
const works = async () => 'works';

/** One that has seen the API fail several times in a row. */
async function open() {
  const breaker = createSignalBreaker();
  for (let n = 0; n < 5; n++) expect(await breaker.run(false, fails, failed)).toBe('failed');
  return breaker;
}

/** An attempt that goes on until it is told how it ends. */
function pending() {
  let end: (outcome: string) => void = () => {};
  const outcome = new Promise<string>((resolve) => {
    end = resolve;
  });
  return { attempt: () => outcome, end };
}

test('runs all attempts, also at once, until five in a row have failed', async () => {
  const breaker = createSignalBreaker();
  for (let n = 0; n < 4; n++) await breaker.run(false, fails, failed);
  await breaker.run(false, works, failed);
  for (let n = 0; n < 4; n++) await breaker.run(false, fails, failed);
  const first = pending();
  const under = breaker.run(false, first.attempt, failed);
  expect(await breaker.run(false, works, failed)).toBe('works');
  first.end('works');
  await under;
});

test('then it runs one at a time, and any number again once one has worked', async () => {
  const breaker = await open();
  const probe = pending();
  const probing = breaker.run(false, probe.attempt, failed);
  expect(await breaker.run(false, works, failed)).toBe('down');
  probe.end('failed');
  expect(await probing).toBe('failed');
  expect(await breaker.run(false, works, failed)).toBe('works');
  const first = pending();
  const under = breaker.run(false, first.attempt, failed);
  expect(await breaker.run(false, works, failed)).toBe('works');
  first.end('works');
  await under;
});

test('one that must run does, beside the one that probes, and can find out as well', async () => {
  const breaker = await open();
  const probe = pending();
  const probing = breaker.run(false, probe.attempt, failed);
  expect(await breaker.run(true, fails, failed)).toBe('failed');
  expect(await breaker.run(false, works, failed)).toBe('down');
  expect(await breaker.run(true, works, failed)).toBe('works');
  expect(await breaker.run(false, works, failed)).toBe('works');
  probe.end('failed');
  await probing;
});

test('an attempt that throws does not leave it probing', async () => {
  const breaker = await open();
  const throws = async () => {
    throw new Error('broken');
  };
  await expect(breaker.run(false, throws, failed)).rejects.toThrow('broken');
  expect(await breaker.run(false, works, failed)).toBe('works');
});
