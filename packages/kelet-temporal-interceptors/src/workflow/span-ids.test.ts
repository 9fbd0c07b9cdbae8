import { createSpanIds } from './span-ids';

const RUN = '01a21b2a-4fb5-7c41-8b6c-665196a1043a';

test('ids have the digits of their kind', () => {
  const ids = createSpanIds(() => RUN);
  expect(ids.generateSpanId()).toMatch(/^[0-9a-f]{16}$/);
  expect(ids.generateTraceId()).toMatch(/^[0-9a-f]{32}$/);
});

test('a replay makes the same ones, in the same order', () => {
  const made = () => {
    const ids = createSpanIds(() => RUN);
    return [ids.generateSpanId(), ids.generateTraceId(), ids.generateSpanId()];
  };
  expect(made()).toEqual(made());
});

test('no two of 200,000 are the same, of one run and of many', () => {
  const made = new Set<string>();
  for (let run = 0; run < 2_000; run++) {
    const ids = createSpanIds(() => `${RUN.slice(0, -4)}${String(run).padStart(4, '0')}`);
    for (let span = 0; span < 100; span++) made.add(ids.generateSpanId());
  }
  expect(made.size).toBe(200_000);
});

test('they draw nothing from the random numbers of the run', () => {
  const random = jest.spyOn(Math, 'random');
  createSpanIds(() => RUN).generateTraceId();
  expect(random).not.toHaveBeenCalled();
  random.mockRestore();
});

test('each digit of an id depends on the run and on the count', () => {
  const first = Array.from({ length: 400 }, (_, run) => createSpanIds(() => `run ${run}`).generateSpanId());
  for (let digit = 0; digit < 16; digit++) expect(new Set(first.map((id) => id[digit])).size).toBe(16);
});
