import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readYaml } from '#content/yaml.ts';

const schema = z.strictObject({
  title: z.string(),
  parts: z.array(z.strictObject({ id: z.string(), size: z.number().optional() })),
});
const read = (source: string, offset = 0) => readYaml('a.yaml', source, schema, offset);
const sound = 'title: One\nparts:\n  - id: a\n  - id: b\n    size: 2\n';

describe('reading a YAML file', () => {
  it('gives the value, and the place of every part of it', () => {
    const { value, problems, locate } = read(sound);
    expect(value).toEqual({ title: 'One', parts: [{ id: 'a' }, { id: 'b', size: 2 }] });
    expect(problems).toEqual([]);
    expect(locate(['parts', 1, 'size'])).toEqual({ line: 5, column: 5 });
    expect(locate(['parts', 0])).toEqual({ line: 3, column: 5 });
  });

  // A check that comes later may look for a part that the author left out: it is told the nearest place there is.
  it('points to the block where a part is missing', () => {
    expect(read(sound).locate(['parts', 0, 'size'])).toEqual({ line: 3, column: 5 });
    expect(read(sound).locate(['nothing', 'here'])).toEqual({ line: 1, column: 1 });
  });

  it('counts lines in the file around it, where the YAML is the head of an article', () => {
    const { problems } = read('title: One\nparts: 3\n', 1);
    expect(problems).toMatchObject([{ line: 3, column: 1, message: '"parts" must be a list, not a number' }]);
  });

  it('tells every finding, each in its own place', () => {
    const { value, problems } = read('titel: One\nparts:\n  - id: a\n    sise: 2\n  - size: big\n');
    expect(value).toBeNull();
    expect(problems.map(({ line, message }) => `${line} ${message}`).toSorted()).toEqual([
      '1 "titel" is no field here; did you mean "title"?',
      '1 "title" is missing',
      '4 "sise" is no field here; did you mean "size"?',
      '5 "id" is missing',
      '5 "size" must be a number, not a text',
    ]);
  });

  it('never throws, whatever the text is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc
            .array(fc.constantFrom('- ', ': ', '\n', '  ', '{', '[', '&a', '*a', '"', 'x', '<<', '? ', '|\n'), {
              maxLength: 40,
            })
            .map((parts) => parts.join('')),
        ),
        (source) => {
          const { value, problems, locate } = read(source);
          expect(value === null).toBe(problems.length > 0);
          expect(locate(['parts', 0, 'id']).line).toBeGreaterThanOrEqual(1);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('refuses text that grows without bound when it is read', () => {
    const laughs = [
      'a0: &a0 [x, x]',
      ...Array.from({ length: 30 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}]`),
    ].join('\n');
    expect(read(laughs).problems[0]?.message).toContain('this is not valid YAML');
    expect(read('['.repeat(100_000)).value).toBeNull();
  });
});
