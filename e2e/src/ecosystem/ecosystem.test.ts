import { MOST_USED, testEach } from './rows';

testEach(MOST_USED);
