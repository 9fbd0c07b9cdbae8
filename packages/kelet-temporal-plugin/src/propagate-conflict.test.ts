import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode } from '@temporalio/worker';
import { createInterceptors } from 'kelet-temporal-interceptors';
import { KeletPlugin, type KeletPluginOptions } from '.';

type Propagate = KeletPluginOptions['propagate'];

const plugin = (propagate?: Propagate) => new KeletPlugin({ includeOtelPlugin: false, propagate });
const raw = (propagate?: Propagate) => createInterceptors({ propagate });
const conflict = expect.objectContaining({ name: 'KeletError', code: 'PROPAGATE_CONFLICT' });
const workflowsPath = '/app/workflows.js';

/** Each way in which Temporal hands options to plugins, with what is there already. */
const PLACES = {
  'a client': (...plugins: KeletPlugin[]) => {
    const connection = Connection.lazy({ plugins: plugins.slice(0, 1) as never });
    return new Client({ connection, plugins: plugins.slice(1) as never });
  },
  'a worker': (...plugins: KeletPlugin[]) =>
    plugins.reduce<object>((options, plugin) => plugin.configureWorker(options), { workflowsPath }),
  'a bundle': (...plugins: KeletPlugin[]) =>
    plugins.reduce<object>((options, plugin) => plugin.configureBundler(options), { workflowsPath }),
  'a replay': (...plugins: KeletPlugin[]) =>
    plugins.reduce<object>((options, plugin) => plugin.configureReplayWorker(options), { workflowsPath }),
};

describe.each(Object.entries(PLACES))('two plugins of %s', (_, place) => {
  test.each<[Propagate, Propagate]>([
    [{ userId: false }, undefined],
    [undefined, { metadata: false }],
    [{ metadata: ['plan'] }, { metadata: ['plan', 'seats'] }],
    [{ metadata: ['plan'] }, { metadata: false }],
  ])('that let different things travel are refused: %j and %j', (one, other) => {
    expect(() => place(plugin(one), plugin(other))).toThrow(conflict);
  });

  test.each<[Propagate, Propagate]>([
    [undefined, undefined],
    [undefined, {}],
    [{ userId: true, metadata: true }, {}],
    [
      { userId: false, metadata: ['a', 'b'] },
      { metadata: ['b', 'a', 'b'], userId: false },
    ],
    [{ metadata: [] }, { metadata: false }],
  ])('that mean the same are taken: %j and %j', (one, other) => {
    expect(() => place(plugin(one), plugin(other))).not.toThrow();
  });
});

test('the error says what is there, what was to be added, and what to do', () => {
  expect(() => PLACES['a worker'](plugin({ metadata: ['plan'] }), plugin({ userId: false }))).toThrow(
    'KeletPlugin was to be added with propagate {"userId":false,"metadata":true} where Kelet\'s interceptors are there ' +
      'with {"userId":true,"metadata":["plan"]}: what travels would depend on their order. Give both the same propagate, ' +
      'or leave one of them out.',
  );
});

describe('a plugin beside interceptors that were set by hand', () => {
  const strict = { userId: false } as const;

  test.each(['workflow', 'schedule', 'activity', 'nexus'] as const)('of the kind %s is refused', (kind) => {
    const interceptors = { [kind]: raw(strict).client[kind] };
    const connection = Connection.lazy();
    expect(() => new Client({ connection, interceptors, plugins: [plugin()] as never })).toThrow(conflict);
    expect(() => new Client({ connection, interceptors, plugins: [plugin(strict)] as never })).not.toThrow();
  });

  test('is refused also where they were copied, or are in the legacy form', () => {
    const [own] = raw(strict).client.workflow;
    expect(() => plugin().configureClient({ interceptors: { workflow: [{ ...own }] } })).toThrow(conflict);
    const legacy = plugin(strict).configureClient({ interceptors: { workflow: { calls: [] } } });
    expect(() => plugin().configureClient(legacy)).toThrow(conflict);
    expect(() => plugin(strict).configureClient(legacy)).not.toThrow();
  });

  test('is refused on a worker, by the client or by the workflow modules among them', () => {
    const { client, workflowModules } = raw(strict);
    const parts = [{ client }, { workflowModules }];
    for (const interceptors of parts) {
      expect(() => plugin().configureWorker({ workflowsPath, interceptors })).toThrow(conflict);
      expect(() => plugin(strict).configureWorker({ workflowsPath, interceptors })).not.toThrow();
    }
    const defaults = { workflowModules: raw().workflowModules };
    expect(() => plugin(strict).configureWorker({ workflowsPath, interceptors: defaults })).toThrow(conflict);
    expect(() => plugin().configureWorker({ workflowsPath, interceptors: defaults })).not.toThrow();
  });

  test("is refused by Temporal's own bundler too", async () => {
    const { workflowModules } = raw(strict);
    const given = { workflowsPath, workflowInterceptorModules: workflowModules, plugins: [plugin()] };
    await expect(bundleWorkflowCode(given)).rejects.toThrow(conflict);
  });

  test.each([
    [['data:application/node,%', 'data:,', '/app/own.js', '/app/kelet-settings:%7B;.js', '']],
    [[undefined, null, 5, {}]],
  ])('passes over what is not of Kelet: %j', (modules) => {
    const given = { workflowsPath, workflowInterceptorModules: modules, interceptors: { workflow: modules } };
    expect(() => plugin(strict).configureBundler(given)).not.toThrow();
    expect(() => plugin(strict).configureClient(given)).not.toThrow();
  });
});

test('what travels is what the option held when it was given', () => {
  const keys = ['plan'];
  const parts = raw({ metadata: keys });
  const before = parts.workflowModules;
  keys.push('email');
  expect(parts.workflowModules).toEqual(before);
  expect(() => plugin({ metadata: ['plan'] }).configureClient({ interceptors: parts.client })).not.toThrow();
});
