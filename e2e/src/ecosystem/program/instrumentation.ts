import { nodeSdk } from './node-sdk';

// For `node --import`: it runs before the program.
nodeSdk().start();
