import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { createInterceptors, workflowModulePath } from '.';
import { interceptors } from './workflow';

test('the workflow module is an absolute path to a file that is there', () => {
  expect([isAbsolute(workflowModulePath), existsSync(workflowModulePath)]).toEqual([true, true]);
});

test('the workflow module exports the factory that Temporal calls, and nothing else', () => {
  expect(Object.keys(require(workflowModulePath))).toEqual(['interceptors']);
});

test('the factory gives one interceptor for each direction', () => {
  const { inbound, outbound, internals } = interceptors();
  expect([inbound.length, outbound.length, internals.length]).toEqual([1, 1, 1]);
});

test('the parts for a worker hold those of its client, one of each kind, and the workflow module', () => {
  const { client, worker, workflowInterceptorModules } = createInterceptors();
  expect(worker).toEqual({
    client,
    activity: [expect.any(Function)],
    nexus: [expect.any(Function)],
    workflowModules: [workflowModulePath],
  });
  expect(workflowInterceptorModules).toEqual([workflowModulePath]);
});
