import { configure, type SignalFailureMode } from 'kelet-core';
import { KeletPlugin, type KeletPluginOptions } from 'kelet-temporal-plugin';
import { replayAll, signalling, workflowsPath } from './corpus';

const SESSIONS: KeletPluginOptions[] = [
  { autoSession: false },
  { autoSession: true },
  { autoSessionModule: require.resolve('../support/auto-session') },
];
const DISPATCH: KeletPluginOptions[] = [
  {},
  { signalDispatch: { retry: { maximumAttempts: 1 } } },
  { signalDispatch: { taskQueue: 'elsewhere', startToCloseTimeout: '1 second', scheduleToCloseTimeout: '10 ms' } },
];
const MODES: SignalFailureMode[] = ['swallow', 'raise'];

interface Combination {
  readonly options: KeletPluginOptions;
  readonly signalFailureMode: SignalFailureMode;
}

const ALL = SESSIONS.flatMap((session, s) =>
  DISPATCH.flatMap((dispatch, d) =>
    MODES.map((signalFailureMode, m) => ({
      options: { ...session, ...dispatch },
      signalFailureMode,
      isEven: (s + d + m) % 2 === 0,
    })),
  ),
);

/** One half of all combinations, in which any two settings meet. */
export const PAIRS: readonly Combination[] = ALL.filter(({ isEven }) => isEven);
export const OTHERS: readonly Combination[] = ALL.filter(({ isEven }) => !isEven);

/** To be called at the top of a test file. */
export function testSignalOptions(combinations: readonly Combination[]): void {
  test.each(combinations)(
    'histories with signals, in a session and in none, replay with $options, and $signalFailureMode now',
    async ({ options, signalFailureMode }) => {
      expect(signalling).toHaveLength(4);
      configure({ apiKey: 'none', project: 'replay', signalFailureMode });
      const plugins = [new KeletPlugin({ includeOtelPlugin: false, ...options })];
      expect(await replayAll({ workflowsPath, plugins }, signalling)).toEqual({ count: 4, failed: [] });
    },
  );
}
