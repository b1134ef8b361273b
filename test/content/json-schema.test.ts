import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jsonSchemas } from '#content/json-schema.ts';
import { STEP_TYPES } from '#core/steps/registry.ts';

describe('what an editor knows about the files', () => {
  // Completion that offers yesterday's fields is worse than none. `npm run -s flows -- schema` writes them anew.
  it.each(jsonSchemas())('is what the program checks: flows/$file', ({ file, source }) => {
    expect(readFileSync(`flows/${file}`, 'utf8')).toBe(source);
  });

  it('holds nothing that the program does not know', () => {
    expect(
      readdirSync('flows/schema')
        .map((name) => `schema/${name}`)
        .toSorted(),
    ).toEqual(
      jsonSchemas()
        .map(({ file }) => file)
        .toSorted(),
    );
  });

  it('names every type of step', () => {
    const flow = jsonSchemas().find(({ file }) => file === 'schema/flow.schema.json')?.source ?? '';
    for (const type of Object.keys(STEP_TYPES)) expect(flow).toContain(`"const": "${type}"`);
  });
});
