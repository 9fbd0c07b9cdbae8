import { replaceAtLoad } from './replacing';

replaceAtLoad();
