import { main } from '../../../lib/cli/program';
import { recordedWorld } from '../cli/world';
import { fieldsOf, valuesAt } from './fields';
import { environmentSchema } from '../../../lib/environment/schema';

type Node = { description?: string; properties?: Record<string, Node>; examples?: unknown[]; required?: string[] };

describe('the JSON schema of an environment', () => {
  let schema: Node;
  let exitCode: number;

  // The types of an environment are read for seconds: once for all tests, and for those of the command.
  beforeAll(async () => {
    const world = recordedWorld({
      blueprint: () => {
        throw new Error('not read');
      },
    });
    exitCode = await main(['schema'], world);
    schema = JSON.parse(world.output()) as Node;
  });

  test('is printed by bulkhead schema, whatever the environments are', () => {
    expect(exitCode).toBe(0);
    expect(schema).toMatchObject({ title: 'Environment', type: 'object' });
  });

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
