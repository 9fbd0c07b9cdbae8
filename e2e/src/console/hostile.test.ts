import { testHostility } from './hostile';

testHostility(300);
