import { KeletError } from './errors';
import { aBoolean, aString, checkOptions, checkValue, type OptionRules, optionsOf } from './options';

interface Inner {
  readonly on?: boolean;
}

interface Options {
  readonly name: string;
  readonly size?: number;
  readonly inner?: Inner;
}

const rules: OptionRules<Options> = {
  name: { ...aString, required: true },
  size: { fits: (value) => value !== 0, wanted: (value) => `more than ${value}` },
  inner: optionsOf<Inner>({ on: aBoolean }),
};

const messageFor = (given: unknown) => {
  try {
    checkOptions('make()', given as Options, rules);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(KeletError);
    expect(error).toMatchObject({ code: 'INVALID_CONFIG' });
    return (error as Error).message;
  }
};

test.each([[{ name: 'n' }], [{ name: 'n', size: undefined, inner: {} }], [{ name: 'n', inner: { on: true } }]])(
  '%j is taken',
  (given) => {
    expect(messageFor(given)).toBeUndefined();
  },
);

test.each([
  [{ name: 'n', nmae: 2 }, "make() has no option 'nmae'; there are name, size, inner."],
  [{ name: 'n', inner: { off: true } }, "make() has no option 'inner.off'; there are on."],
  [{ name: 'n', toString: 1 }, "make() has no option 'toString'; there are name, size, inner."],
  [{}, 'make(): name must be a string, and is undefined.'],
  [{ name: 'n', size: 0 }, 'make(): size must be more than 0, and is the number 0.'],
  [{ name: 'n', inner: { on: 'a-key' } }, 'make(): inner.on must be true or false, and is a string of 5 characters.'],
  [{ name: 'n', inner: [] }, 'make(): inner must be an object, and is an array.'],
  ['a-key', 'make() takes an object with name, and got a string of 5 characters.'],
  [null, 'make() takes an object with name, and got null.'],
  [undefined, 'make() takes an object with name, and got undefined.'],
  [['first'], 'make() takes an object with name, and got an array.'],
  [new Map(), 'make() takes an object with name, and got a Map.'],
  [Promise.resolve({ name: 'n' }), 'make() takes an object with name, and got a Promise.'],
  [Object.create({ name: 'n' }), 'make() takes an object with name, and got an instance of a class.'],
  [{ name: 'n', inner: new Date(0) }, 'make(): inner must be an object, and is a Date.'],
])('%j is refused, and no text is repeated', (given, message) => {
  expect(messageFor(given)).toBe(message);
});

test('the code is that of the caller', () => {
  const given = {} as Options;
  expect(() => checkOptions('make()', given, rules, 'INVALID_SIGNAL')).toThrow(
    expect.objectContaining({ code: 'INVALID_SIGNAL' }),
  );
  expect(() => checkValue('NAME', 1, aString, 'INVALID_AGENT')).toThrow(
    expect.objectContaining({ code: 'INVALID_AGENT', message: 'NAME must be a string, and is the number 1.' }),
  );
});

test('a proxy that was revoked is refused like any other', () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(messageFor(proxy)).toBe('make() takes an object with name, and got an instance of a class.');
});
