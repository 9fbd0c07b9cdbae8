const Sequencer = require('@jest/test-sequencer').default;

/**
 * Longest first, so that none of them is left for the end, where it would run alone. Jest knows by itself how long a
 * file took the last time; on a fresh clone it goes by their size, which says nothing of end-to-end files.
 */
const SLOW = [
  'outage/outage.full.test.ts',
  'built-ins.full.test.ts',
  'signals/many.full.test.ts',
  'table/isolation.full.test.ts',
  'spans/every-span.full.test.ts',
  'ecosystem/ecosystem.full.test.ts',
  'ecosystem/orders.full.test.ts',
  'spans/older.full.test.ts',
  'spans/replay.full.test.ts',
  'ecosystem/docs.full.test.ts',
  'table/matrix.full.test.ts',
  'doctor/versions.full.test.ts',
  'spans/replay.test.ts',
  'packed/page.test.ts',
  'packed/bundlers.test.ts',
  'doctor/doctor.test.ts',
  'spans/every-span.test.ts',
  'table/matrix.test.ts',
  'table/table.test.ts',
  'built-ins.test.ts',
  'signals/dispatch.test.ts',
  'packed/install.test.ts',
  'telemetry/stopping.test.ts',
  'signals/history.test.ts',
  'table/isolation.test.ts',
  'signals/once.test.ts',
  'ecosystem/docs.test.ts',
  'ecosystem/ecosystem.test.ts',
  'ecosystem/orders.test.ts',
  'doctor/doctor.test.ts',
  'console/page.test.ts',
  'support-chat.test.ts',
  'packed/ai.test.ts',
  'signals/volume.test.ts',
];

/** @param {string} path */
const rank = (path) => {
  const index = SLOW.findIndex((file) => path.endsWith(`/e2e/src/${file}`));
  return index === -1 ? SLOW.length : index;
};

class SlowFirst extends Sequencer {
  /**
   * @override
   * @param {Parameters<InstanceType<typeof Sequencer>['sort']>[0]} tests
   */
  async sort(tests) {
    const sorted = await super.sort(tests);
    return sorted.sort((a, b) => rank(a.path) - rank(b.path));
  }
}

module.exports = Object.assign(SlowFirst, { SLOW });
