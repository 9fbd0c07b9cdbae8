import { testIsolation } from './isolation';

testIsolation(100);
