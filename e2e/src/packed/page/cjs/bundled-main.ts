import { runBundled } from './bundled.js';

void runBundled(process.env.TEMPORAL_ADDRESS!, require.resolve('./workflows'));
