import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Receiver } from 'kelet-console';
import { command } from '../support/pack';
import { startReceiver } from '../support/receiver';
import { temporaryDirectory } from '../support/temporary';
import { environment, makeProject, theirsIn, warningsIn } from './project';
import { ALL } from './rows';

/** setupTelemetry(), the program's own provider, KeletPlugin, the client and the worker, which take the plugin. */
const STEPS = ['S', 'P', 'K', 'C', 'W'];

function permutations(steps: readonly string[]): string[] {
  if (steps.length < 2) return [steps.join('')];
  return steps.flatMap((step) => permutations(steps.filter((other) => other !== step)).map((rest) => step + rest));
}

const isBefore = (order: string, first: string, second: string) => order.indexOf(first) < order.indexOf(second);

/** Every order that a program can have them in. */
export const ORDERS = permutations(STEPS).filter((order) => isBefore(order, 'K', 'C') && isBefore(order, 'K', 'W'));

/** A few, one of each outcome. */
export const FEW = ['PSKCW', 'KCPSW', 'SKCWP', 'KCWPS'];

/** What each order comes to: every span is at both backends, or the program is told why not. */
function expected(order: string): object {
  // A worker that knows of no telemetry is refused.
  if (isBefore(order, 'W', 'S')) return { refused: true };
  const told = isBefore(order, 'S', 'P');
  return { kelet: ALL, theirs: told ? [] : ALL, told };
}

/** One test for each of `orders`, to be called at the top of a test file. */
export function testOrders(orders: readonly string[]): void {
  const project = temporaryDirectory();
  let receivers: Receiver[];

  beforeAll(async () => {
    receivers = await Promise.all(orders.map(() => startReceiver()));
    await makeProject(project, {}, []);
  }, 600_000);

  afterAll(() => Promise.all(receivers.map((receiver) => receiver.close())));

  test.each(orders.map((order, index) => [order, index] as const))(
    '%s: complete, or told',
    async (order, index) => {
      const receiver = receivers[index] as Receiver;
      const args = [join(project, 'dist/order.js'), order, randomUUID()];
      const run = command(process.execPath, args, project, environment(receiver.url), 60_000);
      const outcome = await run.then(
        ({ stdout, stderr }) => ({
          kelet: receiver.spans.map(({ name }) => name).sort(),
          theirs: theirsIn(stdout)
            .map(({ name }) => name)
            .sort(),
          told: warningsIn(stderr).some((line) => line.includes('registered after Kelet had set one up')),
        }),
        (error: Error) => ({ refused: error.message.includes('OTEL_OPTIONS_MISSING') }),
      );
      expect(outcome).toEqual(expected(order));
      expect(receiver.spans.every(({ attributes }) => attributes['gen_ai.conversation.id'] === 'conv-42')).toBe(true);
      expect(new Set(receiver.spans.map(({ traceId }) => traceId)).size).toBeLessThanOrEqual(1);
    },
    90_000,
  );
}
