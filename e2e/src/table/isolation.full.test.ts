import { testIsolation } from './isolation';

testIsolation(500);
