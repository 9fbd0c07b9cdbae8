import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { slot } from 'kelet-core/internal';
import { extract, METADATA_HEADER, SESSION_ID_HEADER } from 'kelet-temporal-headers';
import { warnDropped } from './warn-dropped';

test('what is left out is warned of once for each header and reason, whatever the headers hold', () => {
  const warnings: string[] = [];
  slot().warn = (message) => warnings.push(message);
  const payload = (value: unknown) => defaultPayloadConverter.toPayload(value) as Payload;
  const read = (id: unknown, metadata: unknown) =>
    extract({ [SESSION_ID_HEADER]: payload(id), [METADATA_HEADER]: payload(metadata) }, { onDropped: warnDropped });
  read(1, {});
  read('s', 'text');
  for (let index = 0; index < 100; index++) read('s', { [`key-${index}`]: [] });
  read(2, {});
  expect(warnings).toEqual([
    '[kelet] The header x-kelet-session-id, or a part of it, was left out: it is not a string of 1 to 256 bytes.',
    '[kelet] The header x-kelet-metadata, or a part of it, was left out: it is not an object.',
    "[kelet] The header x-kelet-metadata, or a part of it, was left out: the value of 'key-0' is not a string, a number " +
      'or a boolean.',
  ]);
});
