import type { Template } from 'aws-cdk-lib/assertions';
import { shipped, STACKS, templatesOf } from './lib/synthesized';

/** What a template is made of: each resource's logical id and type. A changed line of a stateful resource is a new resource. */
function inventory(template: Template): string[] {
  const resources = template.toJSON().Resources as Record<string, { Type: string; DeletionPolicy?: string }>;
  return Object.entries(resources)
    .map(([id, { Type, DeletionPolicy }]) =>
      [Type, id, ...(DeletionPolicy === undefined ? [] : [DeletionPolicy])].join(' '),
    )
    .sort();
}

describe('the resources of production, by identity', () => {
  const templates = templatesOf(shipped('prod'));

  test.each(STACKS)('%s', (stack) => {
    expect(inventory(templates[stack])).toMatchSnapshot();
  });
});
