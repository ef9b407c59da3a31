import { SERIES_NAMES } from '../../../constructs/delivery/series';
import { main } from '../../../lib/cli/program';
import { rolloutReport } from '../../../lib/cli/rollout/report';
import { simulationText } from '../../../lib/cli/rollout/simulation-text';
import { rolloutText } from '../../../lib/cli/rollout/text';
import { paintFor } from '../../../lib/cli/terminal';
import type { Environment } from '../../../lib/environment/schema';
import { environments as shipped } from '../../environments';
import { xmlFlaws } from '../../constructs/delivery/xml';
import { environment } from './environments';
import { environmentWith, services } from './rollout-services';
import { recordedWorld } from './world';

const dev = environmentWith('dev', 20);
const both = [dev, environmentWith('prod', 40)];

interface Typed {
  readonly environments?: readonly Environment[];
  readonly width?: number;
  readonly colours?: boolean;
}

async function typed(words: readonly string[], { environments = both, ...terminal }: Typed = {}) {
  const world = recordedWorld({ blueprint: () => ({ environments }) }, { width: 80, ...terminal });
  const code = await main(['rollout', ...words], world);
  return { code, out: world.output(), err: world.errors() };
}

/** The lines of a part of the text, from its heading to the next empty line. */
const part = (out: string, heading: string): string[] =>
  (out.split(`${heading}`)[1] ?? '').split('\n\n')[0]!.split('\n');

/** The same without the breaks between lines. */
const flowing = (out: string): string => out.replace(/\s+/g, ' ');

describe('bulkhead rollout', () => {
  it('says in a line what is released', async () => {
    const { code, out, err } = await typed(['user', '-e', 'dev'], { width: 120 });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n')[0]).toBe(
      'user in dev: canary, split by istio; promises 99.9 % success, 99 % within 250 ms; 100 requests/s',
    );
  });

  it('prints the steps with their times, shares, pods and checks', async () => {
    const { out } = await typed(['user', '-e', 'dev']);
    expect(part(out, 'Timeline, when all is well')).toEqual([
      '',
      ' from     to  step                     share  pods new + old  checks',
      ' 0:00   1:00  send 10 % to the canary   10 %  1 + 1',
      ' 1:00  11:00  wait                      10 %  1 + 1           promise',
      '11:00  11:00  send 50 % to the canary   50 %  1 + 1           promise',
      '11:00  21:00  wait                      50 %  1 + 1           promise',
      '21:00  21:00  promote the canary       100 %  1 + 0           promise',
    ]);
    expect(flowing(out)).toContain('for good after 21:00; no person is waited for. At most 2 pods stand at once.');
  });

  it('says how far a bad version gets, and what that costs of the error budget', async () => {
    const text = flowing((await typed(['user', '-e', 'dev'])).out);
    // From 1:00 until the second bad measurement at 4:00: a tenth of 100 requests a second for three minutes.
    expect(text).toContain(
      'Bad from the start: up to 10 % of the requests until it goes back by itself at 4:00, 1800 requests. ' +
        'If all of them fail, that is a full outage of 18 s: 0.694 % of the 2592 s that the error budget of 30 days allows.',
    );
    expect(text).toContain('Bad from 11:01, the worst moment: up to 50 % of the requests until');
    expect(text).toContain('Bad after 19:00: promoted, and only alerts find it.');
  });

  it('says once when no later moment is worse', async () => {
    const text = flowing((await typed(['payment', '-e', 'dev'])).out);
    expect(text).toContain('up to 100 % of the requests');
    expect(text).toContain('Bad from later on: nothing worse than that.');
  });

  it('says what each share of the requests lets anybody know, and by which statistics', async () => {
    const { out } = await typed(['user', '-e', 'dev']);
    expect(part(out, 'Evidence, at the expected rate').map((line) => line.trim().split(/ {2,}/))).toEqual([
      [''],
      ['step', 'share', 'requests', 'window', 'seen', 'needed', 'tells', 'stops', 'enough'],
      ['steps[0]', '10 %', '6000', '2:00', '1200', '508', '0.64 %', '2.1 %', 'yes'],
      ['steps[2]', '50 %', '30000', '2:00', '6000', '508', '0.28 %', '1.7 %', 'yes'],
    ]);
    const text = flowing(out);
    expect(text).toContain(
      'with 95 % confidence, a false alarm in 5 % of cases at most (one-sided test of one proportion',
    );
    expect(text.match(/Fleiss/g)).toHaveLength(1);
    expect(text).toContain('it fails above 1.44 %');
  });

  it('says which of the requests are a load, and for how long', async () => {
    const told = async (name: string) => flowing((await typed([name, '-e', 'dev'])).out);
    const load = 'a second of them are GET /quotes, sent to the new version while its promise is judged';
    expect(await told('accepted')).toContain(`Load: 0.1 ${load}; they tell nothing of what they do not touch. Tells:`);
    expect(await told('previewed')).toContain(
      `Load: 20 ${load}; they tell nothing of what they do not touch. After the promotion there are only users' own.`,
    );
    expect(await told('user')).not.toContain('Load:');
  });

  it('says so when a bad version meets no user', async () => {
    const text = flowing((await typed(['previewed', '-e', 'dev'])).out);
    expect(text).toContain(
      'Bad from the start, and GET /quotes shows it: no user meets it; it goes back by itself at 5:00. ' +
        'Bad in what the load does not ask, or from 6:01, the worst moment: up to 100 % of the requests until',
    );
    expect(text).toContain('6.94 % of the 2592 s that the error budget of 30 days allows.');
  });

  it('says what happens without enough requests', async () => {
    expect(flowing((await typed(['user', '-e', 'dev'])).out)).toContain(
      'at 5:00 it stops where it is (promise: 3 without data, 2 tolerated) until a person decides',
    );
    const { out } = await typed(['accepted', '-e', 'dev']);
    expect(flowing(out)).toMatch(/it goes back by itself \(evidence: .*\), as onNoEvidence: 'abort' says\./);
    expect(flowing((await typed(['blind', '-e', 'dev'])).out)).toContain('nothing stops it: it is promoted.');
  });

  it('counts the people that it waits for, and not their time', async () => {
    const { out } = await typed(['manual', '-e', 'dev']);
    expect(out).toMatch(/^1:00 {2}1:00 \+ {2}wait for a person/m);
    expect(out).toContain('\nA person who is waited for answers at once here.\n');
    expect(flowing(out)).toContain('a person is waited for once (+), whose time is not counted');
  });

  it.each(['blind', 'quiet'])('ends with 1 where a bad version could not be told: %s', async (name) => {
    const { code, out } = await typed([name, '-e', 'dev']);
    expect(code).toBe(1);
    expect(out).toMatch(/Production would refuse this release for \d problems?:\n\n {2}dev\.services\.\w+\.strategy\./);
    expect(out).toMatch(/ NO$/m);
    expect(flowing(out)).toContain('All of this holds only where enough is seen, which is not everywhere: see below.');
  });

  it('ends with 0 where the want of evidence was accepted, and says what is known', async () => {
    const { code, out } = await typed(['accepted', '-e', 'dev']);
    expect(code).toBe(0);
    expect(out).toContain('Worth knowing: 1 problem:\n\n  dev.services.accepted.strategy.steps[0]');
    expect(out).not.toContain('Production would refuse');
  });

  it('says so when nothing stops a bad version', async () => {
    expect((await typed(['blind', '-e', 'dev'])).out).toContain('Bad from the start: nothing stops it.\n');
  });
});

describe('bulkhead rollout --simulate', () => {
  it('prints what happens, moment by moment, and how it ends', async () => {
    const { code, out } = await typed(['user', '-e', 'dev', '--simulate', 'bad']);
    expect(code).toBe(0);
    expect(out.split('\n\n').slice(2).join('\n\n')).toBe(`\
time  what                                     share
0:00  send 10 % to the canary                    0 %
1:00  10 % of requests to the new version       10 %
1:00  wait                                      10 %
3:00  promise: failed, 2 times until 4:00       10 %
4:00  aborted: promise: 2 failed, 1 tolerated    0 %

Aborted after 4:00: promise: 2 failed, 1 tolerated. All requests go to the old
version again.
`);
  });

  it.each([
    ['good', 'Promoted after 21:00: every stage has passed.'],
    ['flaky', 'Aborted after 11:10: promise: 2 failed, 1 tolerated.'],
    ['no-traffic', 'Paused after 5:00: promise: 3 without data, 2 tolerated. It stays at 10 % until a person'],
  ])('ends with 0 however the release does: %s', async (name, ending) => {
    const { code, out } = await typed(['user', '-e', 'dev', '--simulate', name]);
    expect(code).toBe(0);
    expect(flowing(out)).toContain(ending);
  });

  it('ends with 0 for a release that would end with 1', async () => {
    expect((await typed(['blind', '-e', 'dev', '--simulate', 'bad'])).code).toBe(0);
  });

  it('tells measurements of one moment together, each with its result', async () => {
    const prod = shipped.filter(({ name }) => name === 'prod');
    const { out } = await typed(['user', '--simulate', 'flaky'], { environments: prod });
    expect(out).toMatch(/^ 5:00 +promise: failed; evidence: passed +5 %$/m);
    expect(out).toMatch(/^ 7:00 +promise: no data; evidence: failed +5 %$/m);
    expect(out).toMatch(/promise, evidence: no answer/);
  });

  it('says that a person answers at once where one is waited for, and nowhere else', async () => {
    expect(flowing((await typed(['manual', '-e', 'dev', '-s', 'good'])).out)).toContain('one answers at once');
    expect(flowing((await typed(['user', '-e', 'dev', '-s', 'good'])).out)).not.toContain('one answers at once');
  });
});

describe('bulkhead rollout --svg', () => {
  it('prints a picture of the plan', async () => {
    const { code, out } = await typed(['user', '-e', 'dev', '--svg']);
    expect({ code, flaws: xmlFlaws(out) }).toEqual({ code: 0, flaws: [] });
    expect(out).toContain('Release of user in dev in 21:00');
  });

  it('prints a picture of a replay, with its end', async () => {
    const { out } = await typed(['user', '-e', 'dev', '--svg', '--simulate', 'bad']);
    expect(out).toContain('Release of user in dev, metrics bad: aborted after 4:00: promise: 2 failed, 1 tolerated');
    expect(out).toContain('>aborted 4:00<');
  });
});

describe('what bulkhead rollout refuses', () => {
  const refused = async (words: readonly string[], environments?: readonly Environment[]) => {
    const { code, out, err } = await typed(words, { environments });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).not.toContain('    at ');
    return err;
  };

  it('two forms at once, and an unknown series, together', async () => {
    const err = await refused(['user', '-e', 'dev', '--svg', '--json', '--simulate', 'bat']);
    expect(err).toMatch(/^2 problems:\n/);
    expect(err).toContain("did you mean 'bad'? The series are: bad, good, flaky, no-traffic");
    expect(err).toContain('leave out --svg or --json');
  });

  it('a misspelt service, with the nearest and all of them', async () => {
    const err = await refused(['usr', '-e', 'dev']);
    expect(err).toContain(`did you mean 'user'? The services of dev are: ${Object.keys(services).join(', ')}`);
  });

  it('a service that only an object has', async () => {
    expect(await refused(['constructor', '-e', 'dev'])).toContain('dev has no service of this name');
  });

  it('a service of an environment without services', async () => {
    expect(await refused(['user'], [environment('dev', 20)])).toContain('dev has no services');
  });

  it('a misspelt environment, with the nearest', async () => {
    expect(await refused(['user', '-e', 'prd'])).toContain("did you mean 'prod'? The environments are: dev, prod");
  });

  it('to choose among environments, and names them', async () => {
    const err = await refused(['user']);
    expect(err).toContain('--environment = (missing)');
    expect(err).toContain('name one of them: dev, prod');
  });

  it('no environment at all, as every command does', async () => {
    expect(await refused(['user'], [])).toContain('no environment is described');
  });

  it('an environment with problems, all of them', async () => {
    const broken = { ...environmentWith('dev', 20), region: 'eu-west-9', colour: 'red' };
    const err = await refused(['user'], [broken]);
    expect(err).toMatch(/^\d+ problems:\n/);
    expect(err).toContain('dev.region');
    expect(err).toContain('dev.colour');
  });
});

it('takes the only environment when none is named', async () => {
  expect((await typed(['user'], { environments: [environmentWith('live', 30)] })).out).toMatch(/^user in live: /);
});

describe('the text of bulkhead rollout', () => {
  const plain = paintFor({ colours: false });
  const cases = [...shipped, dev].flatMap((each) =>
    Object.entries(each.services ?? {}).map(([name, service]) => ({ environment: each, name, service })),
  );

  it.each(cases)('fits 80 and 120 columns: $name in $environment.name', ({ environment: where, name, service }) => {
    const report = rolloutReport(where, name, service);
    const replays = SERIES_NAMES.map((series) => rolloutReport(where, name, service, series));
    for (const width of [80, 120]) {
      const texts = [
        rolloutText(report, plain, width),
        ...replays.map((replay) => simulationText(replay, replay.simulation!, plain, width)),
      ];
      for (const text of texts) {
        // Problems are told as everywhere, in lines that are not broken.
        const [told = ''] = text.split(/^(?:Production would refuse|Worth knowing)/m);
        expect(told.split('\n').filter((line) => line.length > width)).toEqual([]);
        expect(told.split('\n').filter((line) => line.endsWith(' '))).toEqual([]);
        expect(text).not.toMatch(/undefined|NaN|Infinity|\de[+-]\d|\.\d{4,}|\u001b/);
      }
    }
  });

  it.each([[[]], [['-s', 'bad']]])('has the same words with colours: %j', async (more) => {
    const words = ['quiet', '-e', 'dev', ...more];
    const [plain, coloured] = [await typed(words), await typed(words, { colours: true })];
    expect(coloured.out).toContain('\u001b[');

    expect(coloured.out.replace(/\u001b\[\d+m/g, '')).toBe(plain.out);
  });
});
