import { isInSubset, SETTINGS, testEachSpanOnce } from './whole';

testEachSpanOnce(SETTINGS.filter((setting) => !isInSubset(setting)));
