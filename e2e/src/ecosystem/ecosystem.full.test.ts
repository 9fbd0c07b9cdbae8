import { OTHERS, testEach } from './rows';

testEach(OTHERS);
