import { configure, getSettings } from './configure';
import { DEFAULT_API_URL } from './configure-address';
import type { ConfigureOptions } from './configure-types';
import { destinationOf } from './destination';
import type { KeletError } from './errors';
import { slot } from './slot';

const VARIABLES = ['KELET_API_KEY', 'KELET_PROJECT', 'KELET_API_URL'];
const SIGNALS = {
  attemptTimeoutMs: 10_000,
  maxAttempts: 3,
  backoffMs: 500,
  maxRetryAfterMs: 30_000,
  maxInFlight: 64,
  maxQueue: 10_000,
  evaluationEvents: false,
};
const credentials = { apiKey: 'key', project: 'shop' };
const inherited = { ...process.env };
let warnings: string[];

beforeEach(() => {
  for (const name of VARIABLES) delete process.env[name];
  const current = slot();
  delete current.settings;
  current.warned.clear();
  warnings = [];
  current.warn = (message) => warnings.push(message);
});

afterAll(() => {
  for (const name of VARIABLES) {
    if (inherited[name] !== undefined) process.env[name] = inherited[name];
  }
});

const refusalOf = (options: unknown): KeletError => {
  try {
    configure(options as ConfigureOptions);
  } catch (error) {
    return error as KeletError;
  }
  throw new Error('the options were taken');
};

describe('configure', () => {
  test('leaves nothing set until it is called', () => {
    expect(getSettings()).toBeUndefined();
  });

  test('takes the options, and defaults for the rest', () => {
    configure(credentials);
    expect(getSettings()).toEqual({
      apiUrl: DEFAULT_API_URL,
      signalFailureMode: 'swallow',
      signals: SIGNALS,
      ...credentials,
    });
    expect(Object.isFrozen(getSettings())).toBe(true);
    expect(warnings).toEqual([]);
  });

  test('takes what is not given from the environment, and an option over it', () => {
    Object.assign(process.env, { KELET_API_KEY: 'env-key', KELET_PROJECT: 'env', KELET_API_URL: 'http://env:1' });
    configure();
    expect(getSettings()).toMatchObject({
      apiUrl: 'http://env:1',
      apiKey: 'env-key',
      project: 'env',
    });
    configure({ ...credentials, apiUrl: '' });
    expect(getSettings()).toMatchObject({ apiUrl: 'http://env:1', ...credentials });
    configure({ ...credentials, apiUrl: 'http://option:2' });
    expect(getSettings()).toMatchObject({ apiUrl: 'http://option:2', ...credentials });
  });

  test('replaces what an earlier call set', () => {
    configure({ ...credentials, signalFailureMode: 'raise' });
    configure({ apiKey: 'other', project: 'shop' });
    expect(getSettings()).toMatchObject({ signalFailureMode: 'swallow', apiKey: 'other' });
  });
});

describe('a key or a project that is missing', () => {
  test.each([
    [{}, 'apiKey (or KELET_API_KEY) and project (or KELET_PROJECT) is missing'],
    [{ apiKey: 'key' }, 'configure(): project (or KELET_PROJECT) is missing'],
    [{ project: 'shop' }, 'configure(): apiKey (or KELET_API_KEY) is missing'],
    [{ apiKey: '', project: 'shop' }, 'configure(): apiKey (or KELET_API_KEY) is missing'],
  ])('%j warns once and leaves nowhere to send to', (options, message) => {
    configure(options);
    configure(options);
    expect(destinationOf(getSettings())).toBe('notConfigured');
    expect(warnings).toEqual([expect.stringContaining(message)]);
  });

  test('costs only spans where the user has a transport for signals', () => {
    configure({ signals: { transport: { send: () => Promise.resolve() } } });
    expect(warnings).toEqual([expect.stringContaining('but no span is sent')]);
  });

  test('throws with strict, and keeps what was set before', () => {
    configure(credentials);
    const refusal = refusalOf({ apiKey: 'key', strict: true });
    expect(refusal.code).toBe('INVALID_CONFIG');
    expect(refusal.message).toContain('project (or KELET_PROJECT) is missing');
    expect(getSettings()).toMatchObject(credentials);
  });

  test('counts an empty variable as missing', () => {
    Object.assign(process.env, { KELET_API_KEY: '', KELET_PROJECT: '', KELET_API_URL: '' });
    expect(refusalOf({ strict: true }).message).toContain('apiKey (or KELET_API_KEY) and project');
    configure(credentials);
    expect(getSettings()?.apiUrl).toBe(DEFAULT_API_URL);
  });
});

describe('a value that is wrong is refused', () => {
  test.each([
    [{ signals: { maxQueue: -1 } }, 'signals.maxQueue must be an integer from 0 to 2147483647, and is the number -1'],
    [{ strict: 'no' }, 'strict must be true or false, and is a string of 2 characters'],
    [{ project: '.' }, 'project must be a name other than . and .., and is a string of 1 characters'],
    [{ project: '..' }, 'project must be a name other than . and ..'],
    [{ project: ' shop' }, 'project must be a name without a space at either end'],
    [{ project: 'shop ' }, 'project must be a name without a space at either end'],
    [{ apiKey: 42 }, 'apiKey must be a string of printable ASCII characters, and is the number 42'],
    [{ apiKey: 'a\nb' }, 'apiKey must be a string of printable ASCII characters'],
    [{ project: 'a\r' }, 'project must be a name of printable ASCII characters'],
    [{ apiUrl: 'ftp://host' }, 'apiUrl must be an http or https URL, and is a string of 10 characters'],
    [{ apiUrl: 'api.kelet.ai' }, 'apiUrl must be an http or https URL, and is a string of 12 characters'],
    [{ apiUrl: 7 }, 'apiUrl must be an http or https URL, and is the number 7'],
    [{ signalFailureMode: 'throw' }, "signalFailureMode must be 'swallow' or 'raise', and is a string of 5 characters"],
    [{ apikey: 'key' }, "configure() has no option 'apikey'; there are apiKey, project, projects, apiUrl,"],
    [{ signals: { retries: 3 } }, "configure() has no option 'signals.retries'; there are attemptTimeoutMs,"],
    [{ signals: 5 }, 'configure(): signals must be an object, and is the number 5.'],
    [{ signals: null }, 'configure(): signals must be an object, and is null.'],
    [
      { signals: { maxAttempts: 0 } },
      'signals.maxAttempts must be an integer from 1 to 2147483647, and is the number 0',
    ],
    [{ signals: { backoffMs: -1 } }, 'signals.backoffMs must be an integer from 0 to 2147483647, and is the number -1'],
    [
      { signals: { attemptTimeoutMs: '9s' } },
      'signals.attemptTimeoutMs must be an integer from 1 to 2147483647, and is a string of 2 characters',
    ],
    [
      { signals: { evaluationEvents: 'yes' } },
      'signals.evaluationEvents must be true or false, and is a string of 3 characters',
    ],
    [{ signals: { transport: {} } }, 'signals.transport must be an object with a method send'],
    [{ projects: ['b'] }, 'configure(): projects must be an object, and is an array'],
    [
      { projects: { b: undefined } },
      'configure(): what projects has for a project must be an object, and is undefined',
    ],
    [{ projects: { b: { apikey: 'k' } } }, "configure(): projects.b has no option 'apikey'; there are apiKey, apiUrl."],
    [{ projects: { b: { apiUrl: 'b' } } }, 'configure(): projects.b: apiUrl must be an http or https URL'],
    [{ projects: { b: { apiKey: undefined } } }, 'projects.b: apiKey must be a key, or absent for that of the process'],
    [{ projects: { b: { apiKey: '' } } }, 'projects.b: apiKey must be a key, or absent for that of the process'],
    [{ projects: { ' b': {} } }, 'configure(): a name in projects must be a name without a space at either end'],
    [{ projects: { '': {} } }, 'configure(): a name in projects must be a name of printable ASCII characters'],
    [{ project: 'p'.repeat(257) }, 'project must be a name of at most 256 characters'],
  ])('%j', (wrong, message) => {
    const refusal = refusalOf({ ...credentials, ...wrong });
    expect(refusal.code).toBe('INVALID_CONFIG');
    expect(refusal.message).toContain(message);
    expect(getSettings()).toBeUndefined();
  });

  test('a variable is named by its own name, and a key is never shown', () => {
    process.env['KELET_API_KEY'] = 'secret\n';
    const { message } = refusalOf({ project: 'shop' });
    expect(message).toContain('KELET_API_KEY');
    expect(message).not.toContain('secret');
  });
});

test.each(['.', '..', ' shop'])('a project %j is refused where it comes from the environment, too', (project) => {
  process.env['KELET_PROJECT'] = project;
  expect(refusalOf({ apiKey: 'key' }).message).toMatch(/^KELET_PROJECT must /);
});

describe('a key that was passed in the wrong place', () => {
  const KEY = 'planted-key-0123456789';

  test.each([
    ['configure(key)', KEY],
    ['configure([key])', [KEY]],
    ['signals', { signals: KEY }],
    ['signals.transport', { signals: { transport: KEY } }],
    ['signals.maxQueue', { signals: { maxQueue: KEY } }],
    ['signals.evaluationEvents', { signals: { evaluationEvents: KEY } }],
    ['signalFailureMode', { signalFailureMode: KEY }],
    ['transformUserId', { transformUserId: KEY }],
    ['apiUrl', { apiUrl: KEY }],
    ['projects', { projects: KEY }],
    ['a name in projects', { projects: { [` ${KEY}`]: {} } }],
    ['the options of a project', { projects: { b: KEY } }],
    ['the name and the key of a project the wrong way round', { projects: { [KEY]: 'b' } }],
    ['strict', { strict: KEY }],
  ])('%s is not in the error', (_, options) => {
    const { code, message } = refusalOf(options);
    expect(code).toBe('INVALID_CONFIG');
    expect(message).not.toContain(KEY.slice(0, 8));
  });

  test('is not in it as the name of an option either, where it is known', () => {
    process.env['KELET_API_KEY'] = KEY;
    expect(refusalOf({ [KEY]: true }).message).toContain("has no option '[the API key]'");
  });
});

test.each([
  ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ['https://host/', 'https://host'],
  ['https://host/api', 'https://host'],
  ['https://host/api//', 'https://host'],
  ['https://host/kelet/api/', 'https://host/kelet'],
  ['https://host/apis', 'https://host/apis'],
  ['https://host/myapi', 'https://host/myapi'],
  ['https://host/api?key=1#top', 'https://host'],
])('the base URL %s becomes %s', (apiUrl, expected) => {
  configure({ ...credentials, apiUrl });
  expect(getSettings()?.apiUrl).toBe(expected);
});
