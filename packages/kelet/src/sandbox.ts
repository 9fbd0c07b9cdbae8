import core = require('kelet-core');

export = core;
