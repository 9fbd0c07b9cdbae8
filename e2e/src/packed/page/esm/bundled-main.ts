import { fileURLToPath } from 'node:url';
import { runBundled } from './bundled.js';

await runBundled(process.env.TEMPORAL_ADDRESS!, fileURLToPath(new URL('./workflows.js', import.meta.url)));
