import { Token } from 'aws-cdk-lib/core';
import { formatPath } from '../../../constructs/plan/spec';
import { imageVersion, parseImage } from '../../../constructs/plan/service/image';
import type { Flaw } from './placed';
import { textAt } from './value';
import { containersOf, type Workload } from './workload';

/** A value that the CDK fills in during a deployment, in any of the forms that it writes to a text. */
const TOKEN_TEXT = /[$#]\{Token\[/;
const ARN = /\barn:aws[\w-]*:[\w-]+:/;
/** Twelve digits on their own; not the decimals of a number. */
const ACCOUNT = /(?<![\w.])\d{12}(?!\w|\.\d)/;

/** Where charts of others name images, in parts. */
const IMAGE_KEYS = ['image', 'repository', 'registry', 'hub'];

type Path = readonly (string | number)[];

/**
 * Values that a manifest must not have: those that only a deployment knows, and those that would tie it to an account. An
 * account may stand in the name of an image, which the environment gives.
 */
export function literalFlaws(value: unknown, versions: readonly string[] = []): Flaw[] {
  const flaws: Flaw[] = [];
  const path: (string | number)[] = [];
  const look = (inner: unknown): void => {
    if (typeof inner === 'string') flaws.push(...textFlaws(inner, path, versions));
    else if (typeof inner === 'number') flaws.push(...numberFlaws(inner, path));
    else if (Array.isArray(inner)) {
      inner.forEach((item, index) => step(index, item));
    } else if (typeof inner === 'object' && inner !== null) {
      for (const [key, item] of Object.entries(inner)) {
        if (key.startsWith('Fn::')) flaws.push(unresolved(path, key));
        step(key, item);
      }
    }
  };
  const step = (part: string | number, inner: unknown): void => {
    path.push(part);
    look(inner);
    path.pop();
  };
  look(value);
  return flaws;
}

/** The versions of the images of pods: a tag may be a time, which reads like an account's number. */
export function versionsOf(workloads: readonly Workload[]): readonly string[] {
  return workloads.flatMap(containersOf).flatMap(({ value }) => {
    const image = parseImage(textAt(value, 'image') ?? '');
    return image === undefined ? [] : [imageVersion(image)];
  });
}

function textFlaws(text: string, path: Path, versions: readonly string[]): Flaw[] {
  if (TOKEN_TEXT.test(text)) return [unresolved(path, text)];
  const flaw = (reason: string): Flaw[] => [
    {
      field: formatPath([...path]),
      value: text,
      reason,
      remedy: 'refer to it by a name; what only AWS knows comes from the ConfigMap platform-facts',
    },
  ];
  if (ARN.test(text)) return flaw('an ARN ties the manifest to one account');
  if (!ACCOUNT.test(text) || IMAGE_KEYS.includes(String(path.at(-1)))) return [];
  const rest = versions.reduce((left, version) => left.replaceAll(version, ''), text);
  return ACCOUNT.test(rest) ? flaw("an account's number ties the manifest to one account") : [];
}

function numberFlaws(number: number, path: Path): Flaw[] {
  return Token.isUnresolved(number) ? [unresolved(path, number)] : [];
}

function unresolved(path: Path, value: unknown): Flaw {
  return {
    field: formatPath([...path]),
    value,
    reason: 'only a deployment knows this value, and a manifest is complete before',
    remedy: 'write it to the ConfigMap platform-facts, which the deployment makes, and read it from there',
  };
}
