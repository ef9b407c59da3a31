import { environmentJsonSchema } from '../../../lib/environment/json-schema';
import { fieldsOf, valuesAt } from './fields';
import { environmentSchema } from '../../../lib/environment/schema';

type Node = { description?: string; properties?: Record<string, Node>; examples?: unknown[]; required?: string[] };

describe('the JSON schema of an environment', () => {
  const schema = environmentJsonSchema() as Node;

  test('says of each field what its docstring says, the default included', () => {
    const zonalShift = schema.properties?.cluster?.properties?.zonalShift;
    expect(zonalShift?.description).toMatch(/^Whether traffic and pods may be moved.*Default: `true`$/);
  });

  test('describes every field, to whatever depth', () => {
    const undescribed: string[] = [];
    const visit = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [key, child] of Object.entries((node as Node).properties ?? {})) {
        if (child.description === undefined) undescribed.push(`${path}${key}`);
        visit(child, `${path}${key}.`);
      }
      const { items, additionalProperties, oneOf = [], anyOf = [] } = node as Record<string, never[]>;
      for (const below of [items, additionalProperties, ...oneOf, ...anyOf]) visit(below, path);
    };
    visit(schema, '');
    expect(undescribed).toEqual([]);
    expect(valuesAt(schema, ['properties', '*', 'description']).length).toBe(
      Object.keys(environmentSchema.shape).length,
    );
    expect(fieldsOf(environmentSchema).length).toBeGreaterThan(50);
  });

  test('refuses unknown keys and requires what has no default', () => {
    expect(schema).toMatchObject({ additionalProperties: false });
    expect(schema.required).toEqual(['name', 'tier', 'region', 'network', 'cluster']);
  });

  test('carries examples, and nothing that JSON Schema does not know', () => {
    expect(schema.properties?.region?.examples).toEqual(['eu-west-1']);
    expect(/"(?:because|readOnly)":/.exec(JSON.stringify(schema))).toBeNull();
  });
});
