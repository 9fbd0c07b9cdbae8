import { BY_HAND, beHostile, ROUTES } from './hostile';

const EACH = 10_000;

test('whatever comes in, the console answers, and never with a failure of its own', async () => {
  const seed = Date.now() % 2 ** 31;
  const result = await beHostile(EACH, seed);
  // Not all is refused at the door.
  expect(result.taken).toBeGreaterThan(EACH);
  expect({ seed, ...result }).toEqual({
    seed,
    answered: ROUTES.length * (EACH + BY_HAND.length),
    taken: result.taken,
    failures: [],
  });
}, 1_200_000);
