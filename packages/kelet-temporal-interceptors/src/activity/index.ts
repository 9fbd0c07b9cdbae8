import type { Headers } from '@temporalio/common';
import { attachHttpTransport } from 'kelet-core/host';
import { runInSession } from 'kelet-core/internal';
import { extract } from 'kelet-temporal-headers';
import { warnDropped } from '../dropped';
import { getLogAttributes } from '../log-attributes';
import type { LogAttributes, PassThrough } from '../pass-through';
import { stampActiveSpan } from '../spans';

/** What `WorkerOptions.interceptors.activity` takes a list of. */
export type ActivityInterceptorsFactory = () => {
  inbound: { execute: PassThrough };
  outbound: { getLogAttributes: LogAttributes };
};

/**
 * Interceptors for activities, local ones too: an activity runs in the session that its headers carry,
 * and in none where they carry none, whatever session the worker itself was started in.
 */
export function createActivityInterceptors(): ActivityInterceptorsFactory {
  attachHttpTransport();
  const execute: PassThrough = (input, next) =>
    runInSession(read(input.headers), () => {
      stampActiveSpan();
      return next(input);
    });
  const interceptors = { inbound: { execute }, outbound: { getLogAttributes } };
  return () => interceptors;
}

function read(headers: Headers) {
  return extract(headers, { onDropped: warnDropped });
}
