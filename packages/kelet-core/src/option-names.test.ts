import { namesOf, unknownOption } from './option-names';

const names = namesOf<{ first?: string; second?: number }>({ first: true, second: true });

test('options that are known are nothing to speak of', () => {
  expect(unknownOption('configure()', {}, names)).toBeUndefined();
  expect(unknownOption('configure()', { second: 1, first: undefined }, names)).toBeUndefined();
});

test('one that is not is named, with those that there are', () => {
  const wrong = unknownOption('configure()', { first: '1', secnd: 2 }, names);
  expect(wrong).toBe("configure() has no option 'secnd'; there are first, second.");
});
