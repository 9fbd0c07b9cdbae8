// `npm run test:unit -- name`: the unit tests whose paths hold the name, in seconds. No server, no linter, no types.
import { jest } from './jest.mjs';
import { command } from './processes.mjs';
import { build, env, install } from './setup.mjs';

await command(async () => {
  await install();
  // Packages find one another as they are built.
  await build(['--filter=./packages/*']);
  await jest([...process.argv.slice(2), '--selectProjects=unit'], { env });
});
