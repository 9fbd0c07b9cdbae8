import { namesOf, wrongOptions } from './option-names';

const names = namesOf<{ first?: string; second?: number }>({ first: true, second: true });

test('options that are known are nothing to speak of', () => {
  expect(wrongOptions('configure()', {}, names)).toBeUndefined();
  expect(wrongOptions('configure()', { second: 1, first: undefined }, names)).toBeUndefined();
});

test('one that is not is named, with those that there are', () => {
  const wrong = wrongOptions('configure()', { first: '1', secnd: 2 }, names);
  expect(wrong).toBe("configure() has no option 'secnd'; there are first, second.");
});

test.each([
  ['a-key', 'is a string of 5 characters.'],
  [null, 'is null.'],
  [undefined, 'is undefined.'],
  [5, 'is the number 5.'],
  [['first'], 'is an array.'],
])('%j instead of options is told by its kind, and a text is not repeated', (given, what) => {
  expect(wrongOptions('configure()', given, names)).toBe(`configure() must be an object, and ${what}`);
});
