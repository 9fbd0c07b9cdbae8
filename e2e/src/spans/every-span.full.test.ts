import { isInSubset, SETTINGS, testEachSpanOnce } from './every-span';

testEachSpanOnce(SETTINGS.filter((setting) => !isInSubset(setting)));
