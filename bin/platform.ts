import type { Blueprint } from '../lib/cli/world';
import { platformApp } from '../lib/platform';
import { explainProblems } from './explain';

explainProblems(() => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- what keeps a file from being read is told, too
  const { environments, ...customizations } = require('../environments') as Blueprint;
  platformApp(environments, customizations).synth();
});
