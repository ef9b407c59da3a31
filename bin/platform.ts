import { customize, environments } from '../environments';
import { platformApp } from '../lib/platform';
import { explainProblems } from './explain';

explainProblems(() => platformApp(environments, { customize }).synth());
