import { testEach } from './look';
import { SLOW } from './rows';

testEach(SLOW);
