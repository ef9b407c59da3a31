import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../../lib/cli/program';
import { environments } from '../../environments';
import { xmlFlaws } from '../../constructs/delivery/xml';
import { recordedWorld } from './world';

const DOCS = join(__dirname, '../../../docs');
const DOCUMENT = join(DOCS, 'rollout.md');
const PICTURE = join(DOCS, 'rollout.svg');
const document = readFileSync(DOCUMENT, 'utf8');

/** What a line that one can type prints, with the environments that ship. */
async function printed(line: string) {
  const world = recordedWorld({ blueprint: () => ({ environments }) }, { width: 80 });
  const words = line.replace(/ > .*$/, '').split(' ');
  const code = await main(words.slice(words.indexOf('bulkhead') + 1), world);
  return { code, out: world.output(), err: world.errors() };
}

/** The document with what a command prints between two marks. */
async function withOutput(text: string, mark: string, line: string): Promise<string> {
  const [begin, end] = [`<!-- begin: ${mark} -->`, `<!-- end: ${mark} -->`];
  const [before, rest = ''] = text.split(begin);
  const [, after] = rest.split(end);
  expect(after).toBeDefined();
  return `${before}${begin}\n\n\`\`\`text\n${(await printed(line)).out.trimEnd()}\n\`\`\`\n\n${end}${after}`;
}

const LINES = [...document.matchAll(/^npx bulkhead rollout .*$/gm)].map(([line]) => line);
const [REPORT = '', REPLAY = '', DRAWN = ''] = LINES;

describe('docs/rollout.md', () => {
  test.each(LINES)('names a command that runs: %s', async (line) => {
    expect(await printed(line)).toMatchObject({ code: 0, err: '' });
  });

  test('shows what the commands print', async () => {
    const fresh = await withOutput(await withOutput(document, 'report', REPORT), 'replay', REPLAY);
    const picture = (await printed(DRAWN)).out;
    expect(xmlFlaws(picture)).toEqual([]);
    if (process.env.UPDATE_DOCS !== undefined) {
      writeFileSync(DOCUMENT, fresh);
      writeFileSync(PICTURE, picture);
    } else if (document !== fresh || readFileSync(PICTURE, 'utf8') !== picture) {
      throw new Error('docs/rollout.md is out of date: UPDATE_DOCS=1 npx jest test/lib/cli/rollout-docs');
    }
  });

  test('names every field of the report', async () => {
    const { out } = await printed(`${REPLAY} --json`);
    const table = document.split('## JSON')[1] ?? '';
    const names = (value: unknown): string[] =>
      Array.isArray(value)
        ? value.flatMap(names)
        : typeof value === 'object' && value !== null
          ? Object.entries(value).flatMap(([name, inner]) => [name, ...names(inner)])
          : [];
    // What a promise consists of, the service's own file says.
    const { promise: _, ...report } = JSON.parse(out) as Record<string, unknown>;
    for (const name of new Set(names(report))) expect(table).toContain(`\`${name}\``);
  });
});
