import { APART, OTHERS, testEach } from './rows';

testEach(OTHERS);
testEach(APART);
