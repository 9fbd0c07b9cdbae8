import { defaultPayloadConverter, type Headers, type Payload } from '@temporalio/common';
import { type DroppedCode, extract, extractNexus, inject, injectNexus, type OnDropped } from '.';

let told: [header: string, code: DroppedCode][];

beforeEach(() => {
  told = [];
});

const onDropped: OnDropped = (header, _why, code) => told.push([header, code]);
const [id, user, metadata] = ['x-kelet-session-id', 'x-kelet-user-id', 'x-kelet-metadata'];
const payload = (value: unknown) => defaultPayloadConverter.toPayload(value) as Payload;
const session = { sessionId: 'conv-42', metadata: { k: 'x'.repeat(2048) } };
const refusing = {
  toPayload() {
    throw new Error('no');
  },
  fromPayload: defaultPayloadConverter.fromPayload,
};

test.each<[string, () => unknown, typeof told]>([
  ['metadata over the limit', () => inject(session, {}, { onDropped }), [[metadata, 'tooLarge']]],
  [
    'headers over the limit of Nexus',
    () => injectNexus({ sessionId: 's' }, { own: 'x'.repeat(4096) }, { onDropped }),
    [[id, 'noRoom']],
  ],
  [
    'what the converter refuses',
    () => inject({ sessionId: 's' }, {}, { onDropped, payloadConverter: refusing as never }),
    [[id, 'notEncodable']],
  ],
  [
    'what cannot be decoded',
    () => extract({ [id]: { data: new Uint8Array([1]) } } as Headers, { onDropped }),
    [[id, 'notDecodable']],
  ],
  ['Nexus headers that are no JSON', () => extractNexus({ [id]: 'conv-42' }, { onDropped }), [[id, 'notDecodable']]],
  ['an id that is none', () => extract({ [id]: payload(42) }, { onDropped }), [[id, 'notAnId']]],
  [
    'a user that is none',
    () => extract({ [id]: payload('s'), [user]: payload('') }, { onDropped }),
    [[user, 'notAnId']],
  ],
  [
    'metadata that are none',
    () => extract({ [id]: payload('s'), [metadata]: payload('x') }, { onDropped }),
    [[metadata, 'notAnObject']],
  ],
  [
    'two values of metadata that are none',
    () => extract({ [id]: payload('s'), [metadata]: payload({ a: [], b: {} }) }, { onDropped }),
    [
      [metadata, 'notAValue'],
      [metadata, 'notAValue'],
    ],
  ],
])('%s: the one who is told gets a code of a fixed set', (_, drop, expected) => {
  drop();
  expect(told).toEqual(expected);
});
