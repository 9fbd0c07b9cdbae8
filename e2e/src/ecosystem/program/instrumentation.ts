import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { nodeSdk } from './node-sdk';

// For `node --import`: it runs before the program.
nodeSdk([], [new HttpInstrumentation(), new UndiciInstrumentation()]).start();
