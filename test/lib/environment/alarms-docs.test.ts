import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alarmsPage } from '../../../constructs/plan/observability/alarms/markdown';
import { alarmRunbookLink } from '../../../constructs/plan/observability/alarms/text';
import { alarmsOf } from '../../../lib/environment/alarms';
import { alarmsRunbook } from '../../../lib/environment/observability';
import { environments } from '../../environments';
import { shipped } from '../synthesized';

const DOCUMENT = join(__dirname, '../../../docs/alarms.md');
const [BEGIN, END] = ['<!-- begin: alarms -->', '<!-- end: alarms -->'];

describe('the runbooks of what CloudWatch tells', () => {
  const document = readFileSync(DOCUMENT, 'utf8');

  test('stand in docs/alarms.md as the plan has them', () => {
    const [before, rest = ''] = document.split(BEGIN);
    const [, after] = rest.split(END);
    expect(after).toBeDefined();
    const fresh = `${before}${BEGIN}\n\n${alarmsPage(alarmsOf(shipped('prod')))}\n\n${END}${after}`;
    if (process.env.UPDATE_DOCS !== undefined) writeFileSync(DOCUMENT, fresh);
    else if (document !== fresh) {
      throw new Error('docs/alarms.md is out of date: UPDATE_DOCS=1 npx jest test/lib/environment/alarms-docs');
    }
  });

  test('have a section for every alarm of every environment, where its message leads', () => {
    const sections = new Set([...document.matchAll(/^## (\w+)$/gm)].map(([, kind = '']) => kind.toLowerCase()));
    for (const environment of environments) {
      for (const alarm of alarmsOf(environment)) {
        const [page, anchor = ''] = alarmRunbookLink(alarm).split('#');
        expect(page).toBe('docs/alarms.md');
        expect(sections).toContain(anchor);
      }
    }
  });

  test('are beside the folder of the other runbooks, wherever that is read', () => {
    const prod = shipped('prod');
    const readAt = (runbooks: string | undefined) =>
      alarmsRunbook({ ...prod, observability: { ...prod.observability, runbooks } });
    expect(readAt('https://a.example/docs/runbooks')).toBe('https://a.example/docs/alarms.md');
    expect(readAt('https://a.example/docs/runbooks/')).toBe('https://a.example/docs/alarms.md');
    expect(readAt('https://wiki.example/alerts')).toBe('https://wiki.example/alerts/alarms.md');
    expect(readAt(undefined)).toBeUndefined();
  });
});
