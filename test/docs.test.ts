import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { runInNewContext } from 'node:vm';
import { transpile } from 'typescript';
import { environments } from './environments';
import { COMMANDS } from '../lib/cli/commands';
import { parseEnvironments } from '../lib/environment/parse';
import { stageOf } from './lib/synthesized';

const ROOT = join(__dirname, '..');
const FILES = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
].map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

const FENCE = /^ *```(\w*)\n([\s\S]*?)^ *```/gm;

/** Text without what stands in fences, where a link is no link. */
const prose = (text: string): string => text.replace(FENCE, '');

/** The anchors that GitHub gives the headings of a document. */
function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of prose(text).matchAll(/^#{1,6} +(.+?)\s*$/gm)) {
    const anchor = heading
      .toLowerCase()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-');
    let unique = anchor;
    for (let nth = 1; anchors.has(unique); nth += 1) unique = `${anchor}-${nth}`;
    anchors.add(unique);
  }
  return anchors;
}

/** What is wrong with the links of a document. */
function brokenLinks(path: string, text: string): string[] {
  return [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? join(ROOT, path) : join(ROOT, dirname(path), file);
    if (!existsSync(target) || relative(ROOT, target).startsWith('..')) return [`${path}: ${link}: no such file`];
    if (anchor === undefined || anchorsOf(readFileSync(target, 'utf8')).has(anchor)) return [];
    return [`${path}: ${link}: no such heading`];
  });
}

/** A command that a document names. */
interface Named {
  readonly command: string;
  /** Whether it stands in running text, where the bare name of a command is the command and not a line to type. */
  readonly mentioned: boolean;
}

/** Commands in fences and in code spans: what a reader may type. */
function commandsOf(text: string): readonly Named[] {
  const fenced = [...text.matchAll(FENCE)]
    .filter(([, language]) => ['', 'sh', 'bash', 'text'].includes(language ?? ''))
    .flatMap(([, , body = '']) => body.replaceAll('\\\n', ' ').split('\n'));
  const spans = [...prose(text).matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
  return [...commandsIn(fenced, false), ...commandsIn(spans, true)];
}

function commandsIn(lines: readonly string[], mentioned: boolean): readonly Named[] {
  return lines
    .flatMap((line) => line.replace(/\s#\s.*$/, '').split(/&&|\|\||[;|]/))
    .map((command) =>
      command
        .trim()
        .replace(/^\$ /, '')
        .replace(/^(?:[A-Z_]+=\S* )+/, ''),
    )
    .filter((command) => /^(?:npx|npm) /.test(command))
    .map((command) => ({ command, mentioned }));
}

/** Words as a shell sees them, without redirections. */
const wordsOf = (command: string): string[] =>
  [...command.replace(/\s[<>].*$/, '').matchAll(/'[^']*'|"[^"]*"|\S+/g)].map(([word]) =>
    word.replace(/^['"]|['"]$/g, ''),
  );

const NPM_ITSELF = ['ci', 'install', 'pack', 'publish'];
const CDK_COMMANDS = ['bootstrap', 'deploy', 'destroy', 'diff', 'import', 'list', 'synth'];
const CDK_FLAGS = ['-c', '--app', '--force', '--import-existing-resources', '--method', '--no-rollback'];

/** What is wrong with a command, if anything. */
function wrongWith({ command, mentioned }: Named): string | undefined {
  const [program, ...words] = wordsOf(command);
  const [first = '', second = '', ...rest] = words;
  if (program === 'npm') {
    const script = { run: second, start: 'start', test: 'test' }[first];
    if (script === undefined) return NPM_ITSELF.includes(first) ? undefined : `npm has no ${first}`;
    return script in scripts ? undefined : `package.json has no script ${script}`;
  }
  switch (first) {
    case 'bulkhead':
      return mentioned && rest.length === 0 && COMMANDS.some(({ name }) => name === second)
        ? undefined
        : wrongWithBulkhead(second, rest);
    case 'cdk':
      return wrongWithCdk(second, rest);
    case 'jest': {
      const tests = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' }).map(
        (path) => `test/${path}`,
      );
      const paths = [second, ...rest].filter((word) => word !== '' && !word.startsWith('-'));
      const missing = paths.find((path) => !tests.some((test) => test.startsWith(path)));
      return missing === undefined ? undefined : `no test begins with ${missing}`;
    }
    default:
      return `nothing here brings ${first}`;
  }
}

function wrongWithBulkhead(name: string, rest: readonly string[]): string | undefined {
  if (['', '…', 'help', '--help'].includes(name)) return undefined;
  const command = COMMANDS.find((each) => each.name === name);
  if (command === undefined) return `bulkhead has no command ${name}`;
  const options = command.options.map(({ flags, required }) => ({
    names: [...flags.matchAll(/--?[a-z][a-z-]*/g)].map(([flag]) => flag),
    takesValue: flags.includes('<'),
    required: required === true,
  }));
  const positional: string[] = [];
  for (let index = 0; index < rest.length; index += 1) {
    const word = rest[index] ?? '';
    if (!word.startsWith('-')) positional.push(word);
    else if (word !== '--verbose') {
      const option = options.find(({ names }) => names.includes(word));
      if (option === undefined) return `bulkhead ${name} has no option ${word}`;
      if (option.takesValue && (rest[(index += 1)] ?? '').replace(/^-.*/, '') === '') return `${word} wants a value`;
      if (word === '--environment' && !isEnvironment(rest[index])) return `no environment ${rest[index]}`;
    }
  }
  const missing = options.find(({ names, required }) => required && !names.some((flag) => rest.includes(flag)));
  if (missing !== undefined) return `bulkhead ${name} wants ${missing.names.join(' or ')}`;
  const most = command.arguments?.length ?? 0;
  const least = (command.arguments ?? []).filter((argument) => argument.name.startsWith('<')).length;
  if (positional.length > most || positional.length < least) return `bulkhead ${name} takes other arguments`;
  const unknown = positional.find((word, index) =>
    command.arguments?.[index]?.name === '<service>' ? !isService(word) : !isEnvironment(word),
  );
  return unknown === undefined ? undefined : `no environment or service ${unknown}`;
}

function wrongWithCdk(name: string, rest: readonly string[]): string | undefined {
  if (['', '…'].includes(name)) return undefined;
  if (!CDK_COMMANDS.includes(name)) return `nobody checked cdk ${name}`;
  const flag = rest.find((word) => word.startsWith('-') && !CDK_FLAGS.includes(word));
  if (flag !== undefined) return `nobody checked cdk ${name} ${flag}`;
  const wrong = rest.filter((word) => /^[a-z-]+\/[a-z*-]+$/.test(word)).find((stack) => !isStack(stack));
  return wrong === undefined ? undefined : `no stack ${wrong}`;
}

/** Names that documents may use; `<environment>` stands for any. */
const isEnvironment = (name: string | undefined): boolean =>
  name === '<environment>' || environments.some((environment) => environment.name === name);

const isService = (name: string): boolean =>
  name === '<service>' || environments.some(({ services = {} }) => Object.hasOwn(services, name));

function isStack(path: string): boolean {
  const [environment, stack] = path.split('/');
  const found = environments.find(({ name }) => name === environment);
  return found !== undefined && (stack === '*' || stageOf(found).node.tryFindChild(stack ?? '') !== undefined);
}

describe.each(FILES)('$path', ({ path, text }) => {
  test('has links that lead somewhere', () => {
    expect(brokenLinks(path, text)).toEqual([]);
  });

  test('names commands that exist', () => {
    const wrong = commandsOf(text).flatMap((command) => {
      const said = wrongWith(command);
      return said === undefined ? [] : [`${path}: ${command.command}: ${said}`];
    });
    expect(wrong).toEqual([]);
  });
});

describe('the README', () => {
  const readme = FILES.find(({ path }) => path === 'README.md')?.text ?? '';

  test('shows an environment that is sound and synthesizes', () => {
    const example = [...readme.matchAll(FENCE)].find(([, , body]) => body?.includes('defineEnvironment('))?.[2] ?? '';
    const sandbox = { exports: {} as { default?: unknown }, defineEnvironment: (environment: unknown) => environment };
    runInNewContext(transpile(example), sandbox);
    // Through JSON, for an object of another realm is no plain object here.
    const [environment] = parseEnvironments([JSON.parse(JSON.stringify(sandbox.exports.default))]);
    expect(environment).toBeDefined();
    expect(stageOf(environment!).data.node.children).not.toEqual([]);
  });

  test('names every command of the command line', () => {
    for (const { name } of COMMANDS) expect(readme).toMatch(new RegExp(`npx bulkhead ${name}\\b`));
  });

  test('leads to every document', () => {
    for (const { path } of FILES.filter((file) => file.path.startsWith('docs/'))) expect(readme).toContain(`(${path})`);
  });
});

describe('the check of documents', () => {
  test.each([
    ['[x](missing.md)', 'no such file'],
    ['[x](../outside.md)', 'no such file'],
    ['[x](decisions.md#nothing)', 'no such heading'],
    ['# A\n[x](#b)', 'no such heading'],
  ])('finds a link that leads nowhere: %j', (text, said) => {
    expect(brokenLinks('docs/upgrade.md', text)).toEqual([expect.stringContaining(said)]);
  });

  test.each(['[x](decisions.md)', '[x](https://example.com)', '[x](../README.md#deploy)', '```\n[x](missing.md)\n```'])(
    'passes a link that leads somewhere: %j',
    (text) => {
      expect(brokenLinks('docs/upgrade.md', text)).toEqual([]);
    },
  );

  test.each([
    'npm run missing',
    'npm strat',
    'npx bulkhead fly prod',
    'npx bulkhead plan',
    'npx bulkhead plan production',
    'npx bulkhead check --fast',
    'npx bulkhead upgrade --environment prod',
    'npx bulkhead upgrade --environment live --to 1.36',
    "npx cdk deploy 'prod/database'",
    'npx cdk deploy --hotswap',
    'npx jest test/missing',
    'npx terraform apply',
  ])('finds a command that does not exist: %s', (command) => {
    expect(commandsOf(`\`\`\`sh\n${command}\n\`\`\``).map(wrongWith)).toEqual([expect.any(String)]);
  });

  test('lets running text name a command without what it takes, and none that does not exist', () => {
    expect(commandsOf('`npx bulkhead plan` prints plans.').map(wrongWith)).toEqual([undefined]);
    expect(commandsOf('`npx bulkhead fly` flies.').map(wrongWith)).toEqual([expect.any(String)]);
  });

  test.each([
    'npm ci && npm start',
    'npm run bench',
    'npx bulkhead plan prod --json',
    'npx bulkhead upgrade -e prod --to 1.36  # says it',
    "npx cdk diff -c environment=prod 'prod/*'",
    'UPDATE_DOCS=1 npx jest test/lib/cost',
    'npx bulkhead picture prod > docs/platform.svg',
  ])('passes a command that exists: %s', (command) => {
    const commands = commandsOf(`\`\`\`sh\n${command}\n\`\`\``);
    expect(commands).not.toEqual([]);
    expect(commands.map(wrongWith)).toEqual(commands.map(() => undefined));
  });
});
