import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../lib/cli/program';
import { environments } from '../../environments';
import { recordedWorld } from './world';

const DOCS = join(__dirname, '../../../docs');
const DOCUMENT = join(DOCS, 'alerts.md');
const RUNBOOKS = join(DOCS, 'runbooks');
const UPDATE = 'UPDATE_DOCS=1 npx jest test/lib/cli/alerts-docs';

/** What `bulkhead alerts prod` prints, with the environments that ship. */
async function printed(...options: string[]): Promise<string> {
  const world = recordedWorld({ blueprint: () => ({ environments }) }, { width: 100 });
  expect(await main(['alerts', 'prod', ...options], world)).toBe(0);
  expect(world.errors()).toBe('');
  return world.output();
}

/** The files of a folder with their texts; none where there is none. */
const filesIn = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (existsSync(folder) ? readdirSync(folder) : [])
      .sort()
      .map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );

describe('docs/alerts.md', () => {
  const document = readFileSync(DOCUMENT, 'utf8');

  test('shows what the command prints', async () => {
    const [begin, end] = ['<!-- begin: report -->', '<!-- end: report -->'];
    const [before = '', rest = ''] = document.split(begin);
    const fresh = `${before}${begin}\n\n\`\`\`text\n${(await printed()).trimEnd()}\n\`\`\`\n\n${end}${rest.split(end)[1]}`;
    if (process.env.UPDATE_DOCS !== undefined) writeFileSync(DOCUMENT, fresh);
    else if (document !== fresh) throw new Error(`docs/alerts.md is out of date: ${UPDATE}`);
  });

  test('names every field of the report', async () => {
    const table = document.split('## JSON')[1] ?? '';
    const names = (value: unknown): string[] =>
      Array.isArray(value)
        ? value.flatMap(names)
        : typeof value === 'object' && value !== null
          ? Object.entries(value).flatMap(([name, inner]) => [name, ...names(inner)])
          : [];
    const folder = mkdtempSync(join(tmpdir(), 'bulkhead-runbooks-'));
    try {
      const report: unknown = JSON.parse(await printed('--json', '--out', folder));
      expect([...new Set(names(report))].filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

test('docs/runbooks are those of prod, as the command writes them', async () => {
  if (process.env.UPDATE_DOCS !== undefined) await printed('--out', RUNBOOKS);
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-runbooks-'));
  try {
    await printed('--out', folder);
    const [here, fresh] = [filesIn(RUNBOOKS), filesIn(folder)];
    if (JSON.stringify(here) !== JSON.stringify(fresh)) throw new Error(`docs/runbooks are out of date: ${UPDATE}`);
    expect(Object.keys(fresh).length).toBeGreaterThan(3);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
