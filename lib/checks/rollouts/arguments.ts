import type { Flaw } from '../wiring/placed';
import { at, itemsAt, textAt } from '../wiring/value';
import { tell, when, type Judgement, type Release, type Told } from './release';

/** What is wrong with what templates are told, and with what they are called: the engine starts no such analysis. */
export function argumentFlaws({ judgements, placed }: Release): readonly Told[] {
  return judgements.flatMap((judgement) => [
    ...tell(placed, [...passedFlaws(judgement), ...nameFlaws(judgement)]),
    ...judgement.found.flatMap((template) => tell(template, usedFlaws(template.object))),
  ]);
}

function passedFlaws({ found, args, field }: Judgement): Flaw[] {
  const passed = args.map(({ value }) => textAt(value, 'name'));
  return found.flatMap(({ object, title }) =>
    itemsAt(object, '', 'spec', 'args')
      .filter(({ value }) => at(value, 'value') === undefined && at(value, 'valueFrom') === undefined)
      .map(({ value }) => textAt(value, 'name') ?? '')
      .flatMap((name) =>
        when(
          !passed.includes(name),
          `${field}.args`,
          passed,
          `${title} needs the argument ${name}, and nothing passes it: the analysis cannot start, and the release is aborted`,
          `pass it, as in { name: ${name}, valueFrom: { podTemplateHashValue: Latest } }`,
        ),
      ),
  );
}

function usedFlaws(template: unknown): Flaw[] {
  const declared = itemsAt(template, '', 'spec', 'args').map(({ value }) => textAt(value, 'name'));
  const text = JSON.stringify(at(template, 'spec', 'metrics') ?? []);
  const used = new Set([...text.matchAll(/\{\{\s*args\.([\w-]+)\s*\}\}/g)].map(([, name = '']) => name));
  return [...used].flatMap((name) =>
    when(
      !declared.includes(name),
      'spec.args',
      declared,
      `it uses the argument ${name}, which it does not declare`,
      `add { name: ${name} }`,
    ),
  );
}

function nameFlaws({ metrics, field }: Judgement): Flaw[] {
  const names = metrics.map(({ name }) => name);
  return names.flatMap((name, index) =>
    when(
      names.indexOf(name) !== index,
      `${field}.templates`,
      name,
      'two metrics of one name: the engine refuses such an analysis',
      'give each a name of its own',
    ),
  );
}
