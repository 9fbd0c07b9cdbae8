import { configure, getSettings } from './configure';
import type { ConfigureOptions } from './configure-types';
import { destinationOf } from './destination';
import { slot } from './slot';

const URL = 'http://api:1';
let warnings: string[];

beforeEach(() => {
  for (const name of ['KELET_API_KEY', 'KELET_PROJECT', 'KELET_API_URL']) delete process.env[name];
  const current = slot();
  delete current.settings;
  current.warned.clear();
  warnings = [];
  current.warn = (message) => warnings.push(message);
});

function find(options: ConfigureOptions, project?: string): unknown {
  configure({ apiUrl: URL, ...options });
  return destinationOf(getSettings(), project);
}

const own: ConfigureOptions = { apiKey: 'key', project: 'own' };

test('before configure() there is none', () => {
  expect(destinationOf(undefined)).toBe('notConfigured');
  expect(destinationOf(undefined, 'b')).toBe('notConfigured');
});

test('without projects, each project is served by the key of the process', () => {
  expect(find(own)).toEqual({ apiUrl: URL, apiKey: 'key', project: 'own' });
  expect(find(own, 'b')).toEqual({ apiUrl: URL, apiKey: 'key', project: 'b' });
  expect(find({ apiKey: 'key' }, 'b')).toEqual({ apiUrl: URL, apiKey: 'key', project: 'b' });
  expect(find({ project: 'own' }, 'b')).toBe('notConfigured');
});

describe('with projects', () => {
  const projects = { b: { apiKey: 'key-b' }, c: { apiUrl: 'http://c:2/api/' }, d: {}, own: { apiKey: 'key-own' } };

  test.each([
    [undefined, { apiUrl: URL, apiKey: 'key-own', project: 'own' }],
    ['own', { apiUrl: URL, apiKey: 'key-own', project: 'own' }],
    ['b', { apiUrl: URL, apiKey: 'key-b', project: 'b' }],
    ['c', { apiUrl: 'http://c:2', apiKey: 'key', project: 'c' }],
    ['d', { apiUrl: URL, apiKey: 'key', project: 'd' }],
  ])('%s has what is its own, and of the process the rest', (project, expected) => {
    expect(find({ ...own, projects }, project)).toEqual(expected);
  });

  test.each(['e', 'B', 'b ', '__proto__', 'constructor', 'toString', ''])('%j is unknown', (project) => {
    expect(find({ ...own, projects }, project)).toBe('unknownProject');
  });

  test('an empty list lets the process serve its own project alone', () => {
    expect(find({ ...own, projects: {} })).toMatchObject({ project: 'own' });
    expect(find({ ...own, projects: {} }, 'b')).toBe('unknownProject');
  });

  test('a project that is named like a property of each object is one', () => {
    const named = JSON.parse('{"__proto__":{"apiKey":"key-p"},"constructor":{}}') as typeof projects;
    expect(find({ ...own, projects: named }, '__proto__')).toMatchObject({ apiKey: 'key-p', project: '__proto__' });
    expect(find({ ...own, projects: named }, 'constructor')).toMatchObject({ apiKey: 'key', project: 'constructor' });
  });

  test('later changes of what was given have no effect', () => {
    const given = { b: { apiKey: 'key-b' } };
    configure({ ...own, projects: given });
    given.b.apiKey = 'other';
    expect(destinationOf(getSettings(), 'b')).toMatchObject({ apiKey: 'key-b' });
  });
});

test.each(['.', '..', ' b', 'b\n', 'é', '', 'b'.repeat(257)])(
  'a project that is no name, such as %j, is unknown without projects too',
  (project) => {
    expect(find(own, project)).toBe('unknownProject');
  },
);

describe('what is missing', () => {
  test.each<ConfigureOptions>([
    { projects: { b: { apiKey: 'key-b' } } },
    { apiKey: 'key', projects: { b: {} } },
    { project: 'own', projects: { own: { apiKey: 'key' } } },
  ])('is nothing where each project has a key: %j', (options) => {
    configure({ ...options, strict: true });
    expect(warnings).toEqual([]);
  });

  test('is the key, where a project has none of its own', () => {
    const options = { project: 'own', projects: { b: {}, c: { apiKey: 'key-c' } } };
    configure(options);
    expect(warnings).toEqual([
      '[kelet] configure(): apiKey (or KELET_API_KEY) is missing. Sessions still travel, but no span and no signal of a ' +
        'project without a key of its own is sent.',
    ]);
    expect(() => configure({ ...options, strict: true })).toThrow('apiKey (or KELET_API_KEY) is missing');
    expect(destinationOf(getSettings(), 'b')).toBe('notConfigured');
    expect(destinationOf(getSettings(), 'c')).toMatchObject({ apiKey: 'key-c' });
  });
});
