import { BY_HAND, beHostile, ROUTES } from './hostile';

const EACH = 10_000;

test('whatever comes in, the console answers, and never with a failure of its own', async () => {
  const seed = Date.now() % 2 ** 31;
  expect({ seed, ...(await beHostile(EACH, seed)) }).toEqual({
    seed,
    answered: ROUTES.length * (EACH + BY_HAND.length),
    failures: [],
  });
}, 1_200_000);
