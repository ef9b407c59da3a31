#!/usr/bin/env node
'use strict';
// The CLI is TypeScript and runs as it stands: there is no build step to forget.
require('tsx/cjs');
require('./bulkhead.ts');
