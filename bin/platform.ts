import type { Blueprint } from '../lib/cli/world';
import { platformApp } from '../lib/platform';
import { explainProblems } from './explain';

explainProblems(() => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- what keeps a file from being read is told, too
  const { customize, environments } = require('../environments') as Blueprint;
  platformApp(environments, { customize }).synth();
});
