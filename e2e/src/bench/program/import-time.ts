import { createRequire } from 'node:module';
import { join } from 'node:path';

/** CPU of the process's threads together, which does not count time in which other processes ran. */
const cpuMillis = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/**
 * Requires packages of the project in the working directory, one after the other, and prints what each took as JSON:
 * `node import-time.js <package>...`.
 */
function main(names: readonly string[]): void {
  const require = createRequire(join(process.cwd(), 'index.js'));
  const results = names.map((name) => {
    const before = { cpu: cpuMillis(), wall: performance.now(), modules: Object.keys(require.cache).length };
    const exported = require(name) as object;
    return {
      name,
      wall: performance.now() - before.wall,
      cpu: cpuMillis() - before.cpu,
      modules: Object.keys(require.cache).length - before.modules,
      exports: Object.keys(exported).length,
    };
  });
  console.log(JSON.stringify(results));
}

main(process.argv.slice(2));
