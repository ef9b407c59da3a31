import { diagramOf, type Arrow, type Box } from './diagram';
import type { GraphReport } from './report';

/** The picture as a flowchart of Mermaid, which GitHub and many wikis draw. */
export function graphMermaid(report: GraphReport): string {
  const { boxes, arrows } = diagramOf(report);
  const unprotected = boxes.filter(({ kind }) => kind === 'unprotected').map(({ id }) => nodeOf(id));
  return [
    'flowchart LR',
    ...boxes.map(box),
    ...arrows.map(arrow),
    ...(unprotected.length === 0
      ? []
      : ['classDef unprotected stroke-dasharray: 4 3', `class ${unprotected.join(',')} unprotected`]),
    '',
  ].join('\n');
}

/** A letter in front, since a word such as `end` means something to Mermaid. */
const nodeOf = (id: string): string => `n_${id.replaceAll(/[^a-z0-9]/g, '_')}`;

function box({ id, title, lines, kind }: Box): string {
  const label = quoted([title, ...lines]);
  return `  ${nodeOf(id)}${kind === 'outside' ? `([${label}])` : `[${label}]`}`;
}

function arrow({ from, to, lines, optional }: Arrow): string {
  const line = optional ? '-.->' : '-->';
  return `  ${nodeOf(from)} ${line}${lines.length === 0 ? '' : `|${quoted(lines)}|`} ${nodeOf(to)}`;
}

/** Mermaid takes entities by their number in quoted text. */
const quoted = (lines: readonly string[]): string =>
  `"${lines.map((text) => text.replaceAll('#', '#35;').replaceAll('"', '#quot;').replaceAll('<', '#lt;')).join('<br/>')}"`;
