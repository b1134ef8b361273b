import { describe, expect, it } from 'vitest';
import { FLOW_MIGRATIONS, migrateFlow, type FlowMigration } from '#content/migrations.ts';
import { FLOW_FORMAT } from '#content/schemas/flow.ts';

/** Two made-up changes of the format, to see that they are done in turn. */
const changes: readonly FlowMigration[] = [
  { from: 2, why: 'names became titles', migrate: ({ name, ...rest }) => ({ ...rest, title: name }) },
  { from: 1, why: 'labels became names', migrate: ({ label, ...rest }) => ({ ...rest, name: label }) },
];

describe('a flow file of an older format', () => {
  it('is brought to the newest one, change by change', () => {
    expect(migrateFlow({ format: 1, label: 'Hello' }, changes, 3)).toEqual({ value: { format: 3, title: 'Hello' } });
    expect(migrateFlow({ format: 2, name: 'Hello' }, changes, 3)).toEqual({ value: { format: 3, title: 'Hello' } });
    expect(migrateFlow({ format: 3, title: 'Hello' }, changes, 3)).toEqual({ value: { format: 3, title: 'Hello' } });
  });

  // A server that was set back must say so, rather than run half of what the author wrote.
  it('is refused where this program is older than the file, or knows no way', () => {
    expect(migrateFlow({ format: 4 }, changes, 3)).toMatchObject({
      message: 'format 4 is newer than this program, which knows up to 3',
    });
    expect(migrateFlow({ format: 0 }, changes, 3)).toMatchObject({ message: 'there is no way from format 0 to 3' });
  });

  it('is left to the schema where it has no format', () => {
    for (const value of [null, 'text', { format: 'one' }, {}])
      expect(migrateFlow(value, changes, 3)).toEqual({ value });
  });

  it('can be read as long as there were older formats: none is left out', () => {
    expect(FLOW_MIGRATIONS.map(({ from }) => from).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: FLOW_FORMAT - 1 }, (_, at) => at + 1),
    );
  });
});
