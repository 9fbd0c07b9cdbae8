import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, packAll } from '../support/pack';
import { writeJson } from '../support/project';
import { temporaryDirectory } from '../support/temporary';

// Below the tests, so that Temporal's packages are found there.
const directory = temporaryDirectory(__dirname);

/** Unpacks what would be published into `node_modules` below `parent`, with another version where one is given. */
async function unpack(tarball: string, name: string, parent: string, version?: string): Promise<void> {
  const target = join(parent, 'node_modules', name);
  mkdirSync(target, { recursive: true });
  await command('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'], directory);
  const manifest = join(target, 'package.json');
  if (version !== undefined) writeJson(manifest, { ...JSON.parse(readFileSync(manifest, 'utf8')), version });
}

test('a program with a newer kelet-core than its interceptors has one session in both', async () => {
  const tarballs = await packAll();
  const of = (name: string) => tarballs[name] ?? '';
  await unpack(of('kelet-core'), 'kelet-core', directory, '0.9.9');
  await unpack(of('kelet-temporal-interceptors'), 'kelet-temporal-interceptors', directory);
  const interceptors = join(directory, 'node_modules/kelet-temporal-interceptors');
  await unpack(of('kelet-core'), 'kelet-core', interceptors);
  await unpack(of('kelet-temporal-headers'), 'kelet-temporal-headers', interceptors);
  writeFileSync(
    join(directory, 'program.js'),
    `
    const { agenticSession, configure, signalCounts } = require('kelet-core');
    const { createInterceptors } = require('kelet-temporal-interceptors');
    const theirs = require.resolve('kelet-core', { paths: [require.resolve('kelet-temporal-interceptors')] });
    configure({ apiKey: 'key', project: 'shop' });
    const [{ signal }] = createInterceptors().client.workflow;
    const { headers } = agenticSession({ sessionId: 'conv-42' }, () => signal({ headers: {} }, (input) => input));
    console.log(JSON.stringify({
      copies: theirs !== require.resolve('kelet-core'),
      versions: [require('kelet-core/package.json').version, require(require.resolve('kelet-core/package.json', { paths: [theirs] })).version],
      header: Buffer.from(headers['x-kelet-session-id'].data).toString(),
      counts: require(theirs).signalCounts().sent === signalCounts().sent,
    }));
    `,
  );
  const { stdout, stderr } = await command(process.execPath, ['program.js'], directory);
  const { version } = JSON.parse(readFileSync(join(interceptors, 'node_modules/kelet-core/package.json'), 'utf8'));
  expect(JSON.parse(stdout)).toEqual({
    copies: true,
    versions: ['0.9.9', version],
    header: '"conv-42"',
    counts: true,
  });
  expect(stderr).toBe('');
});

test('what imports the internals of another package asks for exactly its version', async () => {
  const tarballs = await packAll();
  const names = Object.keys(tarballs);
  for (const name of names) await unpack(tarballs[name] ?? '', name, join(directory, 'all'));
  const manifestOf = (name: string) =>
    JSON.parse(readFileSync(join(directory, 'all/node_modules', name, 'package.json'), 'utf8'));
  const own = names.flatMap((name) =>
    Object.entries<string>(manifestOf(name).dependencies ?? {}).filter(([dependency]) => names.includes(dependency)),
  );
  expect(own.length).toBeGreaterThan(5);
  expect(own.filter(([dependency, range]) => range !== manifestOf(dependency).version)).toEqual([]);
});
