import { agenticSession, getSession, KeletError } from 'kelet-core';
import { slot } from 'kelet-core/internal';
import { injectNexus, type NexusHeaders } from 'kelet-temporal-headers';
import { createNexusInterceptors } from '.';

const session = { sessionId: 'conv-42', userId: 'user-7' };
const { inbound, outbound } = createNexusInterceptors()();

describe.each(['startOperation', 'cancelOperation'] as const)('a Nexus handler, at %s', (method) => {
  const handle = <O>(headers: NexusHeaders, fn: () => O): O => inbound[method]({ ctx: { headers } }, fn);

  test('runs in the session that the headers of the call carry', () => {
    expect(handle(injectNexus(session), getSession)).toEqual(session);
  });

  test('runs in none where they carry none, whatever session its worker was started in', () => {
    expect(agenticSession({ sessionId: 'of-the-worker' }, () => handle({}, getSession))).toBeUndefined();
    expect(inbound[method]({ ctx: {} }, getSession)).toBeUndefined();
  });

  test('runs also where a header cannot be read, with a warning', () => {
    const warnings: string[] = [];
    slot().warned.clear();
    slot().warn = (message) => warnings.push(message);
    expect(handle({ 'x-kelet-session-id': 'bare' }, () => 'ran')).toBe('ran');
    expect(warnings).toEqual(['[kelet] The header x-kelet-session-id, or a part of it, was left out: it is not JSON.']);
  });

  test('its result is passed on, and so is its failure; one of Kelet as what Temporal does not try again', async () => {
    const failure = new Error('of the user');
    expect(await handle(injectNexus(session), () => Promise.resolve('done'))).toBe('done');
    await expect(handle(injectNexus(session), () => Promise.reject(failure))).rejects.toBe(failure);
    const invalid = new KeletError('INVALID_SESSION', 'wrong');
    await expect(handle(injectNexus(session), () => Promise.reject(invalid))).rejects.toMatchObject({
      name: 'ApplicationFailure',
      type: 'Kelet.INVALID_SESSION',
      nonRetryable: true,
    });
  });
});

test('what it logs names its session', () => {
  const attributes = inbound.startOperation({ ctx: { headers: injectNexus(session) } }, () =>
    outbound.getLogAttributes({}, (given) => given),
  );
  expect(attributes).toEqual({ kelet: { sessionId: 'conv-42' } });
});
