import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Headers } from '@temporalio/common';
import type { Session } from 'kelet-core';
import { extract, inject } from './codec';

interface Case {
  readonly headers: Readonly<Record<string, { readonly encoding: string; readonly data: string }>>;
  readonly session: Session | null;
}

function vectors(name: string): [string, Case][] {
  const text = readFileSync(join(__dirname, '..', 'vectors', name), 'utf8');
  return Object.entries((JSON.parse(text) as { readonly cases: Record<string, Case> }).cases);
}

const cases = vectors('python.json');
const ofProjects = vectors('project.json');

function toHeaders(headers: Case['headers']): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, { encoding, data }]) => [
      name,
      { metadata: { encoding: Buffer.from(encoding) }, data: Buffer.from(data, 'base64') },
    ]),
  );
}

test('there are thirty-five vectors', () => {
  expect([cases, ofProjects].map(({ length }) => length)).toEqual([20, 15]);
});

describe('headers that the SDK for Python wrote are read', () => {
  test.each(cases)('%s', (_, { headers, session }) => {
    expect(extract(toHeaders(headers))).toEqual(session ?? undefined);
  });
});

describe('headers with a project are read, and one that cannot be read is not taken for none', () => {
  test.each(ofProjects)('%s', (_, { headers, session }) => {
    expect(extract(toHeaders(headers))).toEqual(session ?? undefined);
  });
});

describe('a session that was read arrives again after it was written here', () => {
  const sessions = [...cases, ...ofProjects].flatMap(([name, { session }]) =>
    session === null ? [] : [[name, session] as const],
  );

  test.each(sessions)('%s', (_, session) => {
    const back = extract(inject(session, {}));
    expect(back).toEqual(JSON.parse(JSON.stringify(session)));
  });
});

const dropped: [string, string[]][] = [
  ['ascii', []],
  ['complex_metadata', ["x-kelet-metadata: the value of 'a'", "x-kelet-metadata: the value of 'm'"]],
  ['metadata_nan_inf', ['x-kelet-metadata: it cannot be decoded']],
  ['session_int', ['x-kelet-session-id: it is not a string of 1 to 256 bytes']],
  ['empty_strings', ['x-kelet-session-id: it is not a string of 1 to 256 bytes']],
  ['user_int', ['x-kelet-user-id: it is not a string of 1 to 256 bytes']],
  ['no_session', []],
];

test.each(dropped)('what cannot be read of %s is told', (name, expected) => {
  const { headers } = new Map(cases).get(name) as Case;
  const told: string[] = [];
  extract(toHeaders(headers), { onDropped: (header, why) => told.push(`${header}: ${why}`) });
  expect(told).toEqual(expected.map((start) => expect.stringContaining(start)));
});
