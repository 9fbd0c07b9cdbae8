import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Endpoint, selfSigned, startEndpoint, startProxy } from '../support/network';
import { command } from '../support/pack';
import { buildProgram } from '../support/program';
import { keletAt } from '../support/secret';
import { temporaryDirectory } from '../support/temporary';

const directory = temporaryDirectory(__dirname);
let program: string;
let proxy: Endpoint;
let api: Endpoint;

/** Node 24, which knows of proxies, comes as a package for this platform alone. */
const HAS_NODE_24 = process.platform === 'linux' && process.arch === 'x64';

function node24(): string {
  return require.resolve('node24-linux-x64/bin/node');
}

beforeAll(async () => {
  program = await buildProgram(__dirname, [join(__dirname, 'program')], directory);
  await selfSigned(directory);
});

beforeEach(async () => {
  proxy = await startProxy();
});

afterEach(() => {
  proxy.close();
  api.close();
});

async function send(node: string, own: NodeJS.ProcessEnv): Promise<void> {
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/_proxy$/i.test(name))),
    ...keletAt(api.url),
    NODE_EXTRA_CA_CERTS: join(directory, 'cert.pem'),
    HTTP_PROXY: proxy.url,
    HTTPS_PROXY: proxy.url,
    ...own,
  };
  const { stdout } = await command(node, [join(program, 'program/send.js')], directory, env);
  expect(JSON.parse(stdout)).toEqual({ signals: 1, spans: 1 });
  expect([...api.requests].sort()).toEqual(['POST /api/projects/e2e/signal', 'POST /api/traces']);
}

const plain = () => startEndpoint('127.0.0.1');
const overTls = () =>
  startEndpoint('127.0.0.1', {
    key: readFileSync(join(directory, 'key.pem')),
    cert: readFileSync(join(directory, 'cert.pem')),
  });

describe('a proxy of the environment', () => {
  const nodes: [string, () => string][] = [['the Node of the tests', () => process.execPath]];
  if (HAS_NODE_24) nodes.push(['Node 24', node24]);

  test.each(nodes)('is passed by where Node was not told to use it: %s', async (_, node) => {
    for (const start of [plain, overTls]) {
      api = await start();
      await send(node(), { NODE_USE_ENV_PROXY: '' });
      api.close();
    }
    expect(proxy.requests).toEqual([]);
  });
});

if (HAS_NODE_24) {
  describe('a proxy of the environment, where Node 24 was told to use it,', () => {
    test.each([
      ['http', plain],
      ['https', overTls],
    ])('is used by signals and by spans: %s', async (_, start) => {
      api = await start();
      await send(node24(), { NODE_USE_ENV_PROXY: '1' });
      const { host } = new URL(api.url);
      expect(proxy.requests).toHaveLength(2);
      expect(proxy.requests.filter((request) => !request.includes(host))).toEqual([]);
    });

    test('is passed by for the hosts in NO_PROXY', async () => {
      api = await plain();
      await send(node24(), { NODE_USE_ENV_PROXY: '1', NO_PROXY: '127.0.0.1' });
      expect(proxy.requests).toEqual([]);
    });
  });
}
