import { DefaultLogger, Runtime } from '@temporalio/worker';
import { OTHERS, testSignalOptions } from './signal-options';

Runtime.install({ logger: new DefaultLogger('ERROR') });

testSignalOptions(OTHERS);
