import type { EnvironmentCost, StandingCost } from './count';
import { USAGE } from './usage';
import { HOURS_A_MONTH, type Price } from './prices';

interface Column {
  readonly head: string;
  readonly right?: boolean;
}

/** The tables of docs/cost.md as Markdown: one per environment, then what is billed by use, then the prices. */
export function costTables(costs: readonly EnvironmentCost[]): string {
  return [...costs.flatMap(environmentSection), ...usageSection(costs), ...priceSection(costs)].join('\n');
}

function environmentSection(cost: EnvironmentCost): string[] {
  const rows = cost.standing.map((each) => [
    each.item.billed,
    `\`${each.item.type}\``,
    quantity(each),
    each.monthly === undefined ? 'not in the sum' : dollars(each.monthly),
  ]);
  return [
    `### ${cost.environment}`,
    '',
    ...table(
      [{ head: 'Billed' }, { head: 'For' }, { head: 'How much' }, { head: 'US dollars a month', right: true }],
      [...rows, ['**Sum of what has a price**', '', '', `**${dollars(cost.monthly)}**`]],
    ),
    '',
    ...(cost.unpriced.length === 0
      ? []
      : ['Comes on top:', '', ...cost.unpriced.map((each) => `- ${named(each)}`), '']),
  ];
}

function usageSection(costs: readonly EnvironmentCost[]): string[] {
  const rows = USAGE.map((item) => ({
    item,
    counts: costs.map(({ usage }) => usage.find((each) => each.item === item)?.resources ?? 0),
  })).filter(({ counts }) => counts.some((count) => count > 0));
  return [
    '### By use',
    '',
    ...table(
      [
        { head: 'Billed' },
        { head: 'By' },
        ...costs.map(({ environment }) => ({ head: `Resources in ${environment}`, right: true })),
      ],
      rows.map(({ item, counts }) => [item.billed, item.by, ...counts.map(String)]),
    ),
    '',
  ];
}

function priceSection(costs: readonly EnvironmentCost[]): string[] {
  const prices = new Map<string, Price>();
  for (const { item } of costs.flatMap(({ standing }) => standing)) {
    if (item.price !== undefined) prices.set(item.billed, item.price);
  }
  return [
    '### Prices',
    '',
    ...table(
      [{ head: 'Billed' }, { head: 'US dollars', right: true }, { head: 'Per' }, { head: 'Source' }],
      [...prices].map(([billed, { dollars: amount, per, source }]) => [billed, String(amount), per, source]),
    ),
    '',
    `A month has ${HOURS_A_MONTH} hours.`,
  ];
}

const quantity = ({ units, item }: StandingCost): string => `${units} × ${item.unit}`;

const named = ({ units, item }: StandingCost): string => `${item.billed} (${units})`;

const dollars = (amount: number): string => amount.toFixed(2);

/** A Markdown table in columns of one width each, as the formatter would write it. */
function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ head }, index) =>
    Math.max(head.length, 3, ...rows.map((row) => (row[index] ?? '').length)),
  );
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const padded = (cell: string, index: number): string =>
    columns[index]?.right === true ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0);
  return [
    line(columns.map(({ head }, index) => padded(head, index))),
    line(
      widths.map((width, index) => (columns[index]?.right === true ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))),
    ),
    ...rows.map((row) => line(row.map(padded))),
  ];
}
