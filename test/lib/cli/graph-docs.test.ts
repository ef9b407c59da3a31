import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingProtections } from '../../../lib/cli/graph/missing';
import { main } from '../../../lib/cli/program';
import { environments } from '../../environments';
import { xmlFlaws } from '../../constructs/delivery/xml';
import { recordedWorld } from './world';

const DOCS = join(__dirname, '../../../docs');
const DOCUMENT = join(DOCS, 'graph.md');
const PICTURE = join(DOCS, 'graph.svg');
const document = readFileSync(DOCUMENT, 'utf8');
const resilience = readFileSync(join(DOCS, 'resilience.md'), 'utf8');

/** What `bulkhead graph prod` prints, with the environments that ship. */
async function printed(...options: string[]): Promise<string> {
  const world = recordedWorld({ blueprint: () => ({ environments }) }, { width: 80 });
  expect(await main(['graph', 'prod', ...options], world)).toBe(0);
  expect(world.errors()).toBe('');
  return world.output();
}

describe('docs/graph.md', () => {
  test('shows what the command prints', async () => {
    const [begin, end] = ['<!-- begin: report -->', '<!-- end: report -->'];
    const [before = '', rest = ''] = document.split(begin);
    const fresh = `${before}${begin}\n\n\`\`\`text\n${(await printed()).trimEnd()}\n\`\`\`\n\n${end}${rest.split(end)[1]}`;
    const picture = await printed('--svg');
    expect(xmlFlaws(picture)).toEqual([]);
    if (process.env.UPDATE_DOCS !== undefined) {
      writeFileSync(DOCUMENT, fresh);
      writeFileSync(PICTURE, picture);
    } else if (document !== fresh || readFileSync(PICTURE, 'utf8') !== picture) {
      throw new Error('docs/graph.md is out of date: UPDATE_DOCS=1 npx jest test/lib/cli/graph-docs');
    }
  });

  test('names every field of the report', async () => {
    const table = document.split('## JSON')[1] ?? '';
    const names = (value: unknown): string[] =>
      Array.isArray(value)
        ? value.flatMap(names)
        : typeof value === 'object' && value !== null
          ? Object.entries(value).flatMap(([name, inner]) => [name, ...names(inner)])
          : [];
    const unknown = new Set(
      names(JSON.parse(await printed('--json'))).filter((name) => !table.includes(`\`${name}\``)),
    );
    expect([...unknown]).toEqual([]);
  });
});

describe('docs/resilience.md', () => {
  test('says what is missing without a mesh as the command does', () => {
    const everything = {
      name: 'user',
      isProtected: false,
      promise: { availability: 0.999, latency: { percentile: 99, thresholdMilliseconds: 250 }, requestsPerSecond: 1 },
      limits: { perCaller: 50, perPod: 20 },
      ejection: { consecutiveErrors: 5, intervalSeconds: 5, ejectionSeconds: 30, maximumPercent: 41 },
      zones: 'own-first',
      warmup: { seconds: 30, fromPercent: 10 },
      rateLimit: { requestsPerSecond: 1, burst: 2 },
    } as const;
    const missing = missingProtections(false, [everything]);
    expect(missing.length).toBeGreaterThan(5);
    const rows = resilience.split('## Without a mesh')[1] ?? '';
    for (const { what, without } of missing) expect(rows.replace(/ +/g, ' ')).toContain(`| ${what} | ${without} |`);
  });
});
