import { testHostility } from './hostile';

testHostility(10_000, 1_200_000);
