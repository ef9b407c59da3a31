import { nearest } from '../../../constructs/plan/spec';
import { NONE, union, without, type Labels } from './label-set';
import { unknownMetric, type Exposed, type Exposition, type Unanswered } from './exposed';
import { EXPRESSIONS, groupingOf, holds, isScalar, matchersOf, namesIn, selectorsIn, type Matcher } from './selectors';
import { partNamed, partsNamed, type Part } from './syntax';

/** What an answer looks like, and what is asked for in vain. */
export interface Answer {
  readonly labels: Labels;
  readonly unanswered: readonly Unanswered[];
}

/** Follows the labels through a query, from the series that it reads to what comes out. */
export function answerOf(query: Part, exposition: Exposition): Answer {
  const unanswered: Unanswered[] = [];
  const labels = new Reader(exposition, (each) => unanswered.push(each)).labelsOf(query);
  return { labels, unanswered };
}

/** What only reads a part of what it is given, or makes the same shape of it. */
const ARGUMENTS = ['FunctionCallBody'];

class Reader {
  readonly #exposition: Exposition;
  readonly #tell: (each: Unanswered) => void;

  public constructor(exposition: Exposition, tell: (each: Unanswered) => void) {
    this.#exposition = exposition;
    this.#tell = tell;
  }

  public labelsOf(part: Part): Labels {
    switch (part.name) {
      case 'VectorSelector':
        return this.#selector(part);
      case 'AggregateExpr':
        return this.#aggregation(part);
      case 'BinaryExpr':
        return this.#binary(part);
      case 'FunctionCall':
        return this.#call(part);
      case 'NumberDurationLiteral':
      case 'StringLiteral':
        return NONE;
      default:
        // Brackets, windows, offsets, signs: what is inside keeps its labels.
        return part.parts.map((each) => this.#inside(each)).find((labels) => labels !== undefined) ?? NONE;
    }
  }

  #inside(part: Part): Labels | undefined {
    return EXPRESSIONS.has(part.name) ? this.labelsOf(part) : undefined;
  }

  #selector(part: Part): Labels {
    const matchers = matchersOf(part);
    const metric =
      partsNamed(part, 'Identifier')[0]?.text ??
      matchers.find(({ label, operator }) => label === '__name__' && operator === '=')?.value;
    if (metric === undefined) return 'any';
    const exposed = this.#exposition.get(metric);
    if (exposed === undefined) {
      this.#tell(unknownMetric(metric, this.#exposition));
      return 'any';
    }
    for (const matcher of matchers) this.#matcher(matcher, metric, exposed);
    return new Set(exposed.labels);
  }

  #matcher({ label, operator, value }: Matcher, metric: string, { labels, values, by }: Exposed): void {
    if (label === '__name__') return;
    if (!labels.includes(label)) {
      const meant = nearest(label, labels);
      this.#tell({
        value: label,
        reason: `${metric}, as ${by} exposes it, has no label ${label}`,
        remedy: meant === undefined ? `its labels are ${labels.join(', ')}` : `did you mean '${meant}'?`,
      });
      return;
    }
    const known = values?.[label];
    if (known === undefined || known.some((each) => holds(operator, value, each))) return;
    this.#tell({
      value: `${label}${operator}"${value}"`,
      reason: `${metric} never has such a ${label}`,
      remedy: `its values are ${known.join(', ')}`,
    });
  }

  #aggregation(part: Part): Labels {
    const body = partsNamed(part, ...ARGUMENTS)[0];
    const inner = this.#lastArgument(body);
    const modifier = partsNamed(part, 'AggregateModifier')[0];
    const operator = partsNamed(part, 'AggregateOp')[0]?.text ?? '';
    const named = modifier === undefined ? [] : groupingOf(modifier);
    this.#know(named, inner, `${operator} by labels that it does not have`);
    // These choose elements, and leave them as they are.
    if (['topk', 'bottomk', 'limitk', 'limit_ratio'].includes(operator)) return inner;
    if (operator === 'count_values') return 'any';
    if (modifier !== undefined && partNamed(modifier, 'Without') !== undefined) return without(inner, named);
    return new Set(named);
  }

  #lastArgument(body: Part | undefined): Labels {
    const all = (body?.parts ?? []).map((each) => this.#inside(each)).filter((labels) => labels !== undefined);
    return all.at(-1) ?? NONE;
  }

  #binary(part: Part): Labels {
    const [left, right] = part.parts.filter(({ name }) => EXPRESSIONS.has(name));
    if (left === undefined || right === undefined) return 'any';
    const [ours, theirs] = [this.labelsOf(left), this.labelsOf(right)];
    if (isScalar(left)) return theirs;
    if (isScalar(right)) return ours;
    const clause = partsNamed(part, 'MatchingModifierClause')[0];
    const isSet = ['And', 'Or', 'Unless'].some((name) => partsNamed(part, name).length > 0);
    if (partsNamed(part, 'Or').length > 0) return union(ours, theirs);
    return this.#matched(ours, theirs, clause, isSet);
  }

  #matched(ours: Labels, theirs: Labels, clause: Part | undefined, isSet: boolean): Labels {
    if (clause === undefined) {
      this.#pair(ours, theirs);
      return ours;
    }
    const [first = [], copied = []] = partsNamed(clause, 'GroupingLabels').map(namesIn);
    const isOn = partsNamed(clause, 'On').length > 0;
    if (isOn) {
      this.#know(first, ours, 'the left side has no such label to match on');
      this.#know(first, theirs, 'the right side has no such label to match on');
    } else {
      this.#pair(without(ours, first), without(theirs, first));
    }
    if (isSet) return ours;
    if (partsNamed(clause, 'GroupLeft').length > 0) return union(ours, new Set(copied));
    if (partsNamed(clause, 'GroupRight').length > 0) return union(theirs, new Set(copied));
    return isOn ? new Set(first) : without(ours, first);
  }

  /** Elements belong together when they agree in all labels: with different labels none ever does. */
  #pair(ours: Labels, theirs: Labels): void {
    if (ours === 'any' || theirs === 'any') return;
    const [here, there] = [
      [...ours].filter((each) => !theirs.has(each)),
      [...theirs].filter((each) => !ours.has(each)),
    ];
    // Labels that a producer need not set may be missing: only what an aggregation keeps is sure to be there.
    if (here.length === 0 && there.length === 0) return;
    const odd = [...here, ...there];
    this.#tell({
      value: odd.join(', '),
      reason: 'the two sides differ in these labels, so that no element of one ever belongs to one of the other',
      remedy: 'keep the same labels on both sides, or say on (…) which must agree',
    });
  }

  #call(part: Part): Labels {
    const name = partsNamed(part, 'FunctionIdentifier')[0]?.text ?? '';
    const body = partsNamed(part, ...ARGUMENTS)[0];
    const inner = this.#lastArgument(body);
    switch (name) {
      case 'vector':
      case 'time':
        return NONE;
      case 'absent':
      case 'absent_over_time':
        // It makes up the labels that were asked for by equality.
        return new Set(
          (body === undefined ? [] : selectorsIn(body))
            .flatMap(matchersOf)
            .filter(({ operator, label }) => operator === '=' && label !== '__name__')
            .map(({ label }) => label),
        );
      case 'histogram_quantile':
        this.#know(['le'], inner, 'a quantile is taken of buckets, by their label le');
        return without(inner, ['le']);
      case 'label_replace':
      case 'label_join':
        return 'any';
      default:
        return inner;
    }
  }

  #know(names: readonly string[], labels: Labels, reason: string): void {
    if (labels === 'any') return;
    for (const name of names.filter((each) => !labels.has(each))) {
      const known = [...labels];
      const meant = nearest(name, known);
      this.#tell({
        value: name,
        reason,
        remedy:
          meant !== undefined
            ? `did you mean '${meant}'?`
            : known.length === 0
              ? 'no label is left there'
              : `the labels there are ${known.join(', ')}`,
      });
    }
  }
}
