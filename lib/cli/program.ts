import { CommanderError, Command as Commander } from 'commander';
import type { Command } from './command';
import { COMMANDS } from './commands';
import { explain } from './failure';
import type { World } from './world';

/** Taken anywhere on the line. */
const VERBOSE = '--verbose';

/**
 * Runs what was typed after `bulkhead`. The result is the exit code: 0 when all is well, 1 for anything else, be it a
 * failed check, a misspelt word or an error inside.
 */
export async function main(
  typed: readonly string[],
  world: World,
  commands: readonly Command[] = COMMANDS,
): Promise<number> {
  let code = 0;
  const verbose = typed.includes(VERBOSE) || world.debug;
  const words = typed.filter((word) => word !== VERBOSE);
  const program = programOf(commands, { ...world, debug: verbose }, (result) => (code = result));
  try {
    await program.parseAsync(words.length === 0 ? ['help'] : words, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
    world.terminal.err(explain(error, verbose, world.root));
    return 1;
  }
}

function programOf(commands: readonly Command[], world: World, done: (code: number) => void): Commander {
  const program = new Commander('bulkhead')
    .description('A platform that stays up when a zone floods, and proves it before it is deployed.')
    .version(world.version, '-V, --version', 'say which version this is')
    .option(VERBOSE, 'show the insides of an error')
    .helpOption('-h, --help', 'say how to use it')
    .helpCommand('help [command]', 'say how to use a command')
    .exitOverride()
    .configureOutput({
      writeOut: world.terminal.out,
      writeErr: world.terminal.err,
      getOutHelpWidth: () => world.terminal.width,
      getErrHelpWidth: () => world.terminal.width,
      getOutHasColors: () => world.terminal.colours,
      getErrHasColors: () => world.terminal.colours,
    });
  for (const command of commands) attach(program, command, world, done);
  return program;
}

function attach(program: Commander, command: Command, world: World, done: (code: number) => void): void {
  const child = program.command(command.name).description(command.summary);
  for (const { name, description } of command.arguments ?? []) child.argument(name, description);
  for (const { flags, description, required } of command.options) {
    if (required === true) child.requiredOption(flags, description);
    else child.option(flags, description);
  }
  child.addHelpText('after', ['', 'Examples:', ...command.examples.map((line) => `  $ npx ${line}`), ''].join('\n'));
  child.action(async (...received: unknown[]) => {
    const options = child.opts<Record<string, unknown>>();
    const args = received.filter((each): each is string => typeof each === 'string');
    done(await command.load().action(world, args, options));
  });
}
