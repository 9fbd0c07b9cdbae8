// @ts-nocheck: its package is installed for the test alone.
// A worker in a function of AWS Lambda.
const { runWorker } = require('@temporalio/lambda-worker');
const { configure, flushAll } = require('kelet-core');
const { setupTelemetry } = require('kelet-opentelemetry');
const { KeletPlugin } = require('kelet-temporal-plugin');

configure();
const otelPluginOptions = setupTelemetry({ serviceName: 'lambda' });

exports.handler = runWorker({ deploymentName: process.env.DEPLOYMENT, buildId: '1' }, (config) => {
  config.workerOptions.workflowsPath = require.resolve('./workflows');
  config.workerOptions.activities = { async work() {} };
  config.workerOptions.plugins = [new KeletPlugin({ otelPluginOptions })];
  // The function is frozen once it has answered, and this comes ahead of that.
  config.shutdownHooks.push(async () => {
    await flushAll({ timeoutMs: 2_000 });
  });
});
