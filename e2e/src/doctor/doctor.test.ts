import { testEach } from './look';
import { BROKEN, RIGHT } from './rows';

testEach([...RIGHT, ...BROKEN]);
