import { isInSubset, SETTINGS, testEachSpanOnce } from './whole';

testEachSpanOnce(SETTINGS.filter(isInSubset));
