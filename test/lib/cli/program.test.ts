import type { Action, Command } from '../../../lib/cli/command';
import { SpecError } from '../../../constructs/plan/problem';
import { COMMANDS } from '../../../lib/cli/commands';
import { main } from '../../../lib/cli/program';
import { recordedWorld } from './world';

const greet = (action: Action): Command => ({
  name: 'greet',
  summary: 'Say hello.',
  arguments: [{ name: '<whom>', description: 'a name' }],
  options: [{ flags: '--loud', description: 'shout' }],
  examples: ['bulkhead greet world'],
  load: () => ({ action }),
});

async function typed(words: readonly string[], action: Action = () => 0, debug = false) {
  const world = recordedWorld({ debug });
  const code = await main(words, world, [greet(action)]);
  return { code, out: world.output(), err: world.errors() };
}

describe('the command line', () => {
  it('gives a command its arguments and options', async () => {
    const action = jest.fn().mockReturnValue(0);
    await typed(['greet', 'world', '--loud'], action);
    expect(action).toHaveBeenCalledWith(expect.anything(), ['world'], { loud: true });
  });

  it.each([0, 1])('ends with the code %d that the command gives', async (given) => {
    expect(await typed(['greet', 'world'], () => given)).toMatchObject({ code: given, out: '', err: '' });
  });

  it.each([[[]], [['--help']], [['help']], [['greet', '--help']]])(
    'tells how to use it for %j, and ends well',
    async (words) => {
      const { code, out, err } = await typed(words);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(/^Usage: bulkhead/);
    },
  );

  it('tells its version', async () => {
    const { code, out } = await typed(['--version']);
    expect(code).toBe(0);
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('shows examples that one can copy', async () => {
    expect((await typed(['greet', '--help'])).out).toContain('  $ npx bulkhead greet world\n');
  });

  it.each([
    ['a misspelt command', ['gret'], "unknown command 'gret'", 'Did you mean greet?'],
    ['a misspelt option', ['greet', 'world', '--lout'], "unknown option '--lout'", 'Did you mean --loud?'],
    ['a missing argument', ['greet'], "missing required argument 'whom'", ''],
    ['an argument too many', ['greet', 'world', 'moon'], 'too many arguments', ''],
  ])('answers %s with what was probably meant, and code 1', async (_, words, complaint, suggestion) => {
    const { code, out, err } = await typed(words);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(complaint);
    expect(err).toContain(suggestion);
  });

  it('tells what is wrong with a description, without a stack trace', async () => {
    const problem = { field: 'prod.network.zones', value: [], reason: 'too few', remedy: 'name two' };
    const { code, err } = await typed(['greet', 'world'], () => {
      throw new SpecError([problem]);
    });
    expect({ code, err }).toEqual({
      code: 1,
      err: '1 problem:\n\n  prod.network.zones = []\n    reason: too few\n    remedy: name two\n',
    });
  });

  describe('when something inside breaks', () => {
    const broken: Action = () => {
      throw new TypeError('x is not a function');
    };

    it('says so in a line, and how to see more', async () => {
      const { code, err } = await typed(['greet', 'world'], broken);
      expect(code).toBe(1);
      expect(err).toContain('x is not a function\n');
      expect(err).toContain('--verbose');
      expect(err).not.toContain('    at ');
    });

    it('shows the stack with --verbose, wherever that stands', async () => {
      for (const words of [
        ['greet', 'world', '--verbose'],
        ['--verbose', 'greet', 'world'],
      ]) {
        expect((await typed(words, broken)).err).toContain('TypeError: x is not a function\n    at ');
      }
    });

    it('shows the stack when the environment asks for it', async () => {
      expect((await typed(['greet', 'world'], broken, true)).err).toContain('    at ');
    });
  });
});

describe('the commands of bulkhead', () => {
  it('are told with a sentence, options and an example each', () => {
    for (const { summary, examples, options } of COMMANDS) {
      expect(summary).toMatch(/^[A-Z].*\.$/);
      expect(examples.every((line) => line.startsWith('bulkhead '))).toBe(true);
      expect(options.every(({ flags }) => flags.includes('--'))).toBe(true);
    }
  });

  it('load what does their work only when it is wanted', async () => {
    const load = jest.fn();
    await main(
      ['--help'],
      recordedWorld(),
      COMMANDS.map((command) => ({ ...command, load })),
    );
    expect(load).not.toHaveBeenCalled();
  });
});
