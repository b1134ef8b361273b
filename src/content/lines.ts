import { Temporal } from 'temporal-polyfill';
import type { Problem } from '#content/problem.ts';
import { linesSchema, type Lines } from '#content/schemas/lines.ts';
import { readYaml } from '#content/yaml.ts';

/** A date that the calendar has: `2026-02-30` is none. */
const isDay = (day: string): boolean => {
  try {
    Temporal.PlainDate.from(day);
    return true;
  } catch {
    return false;
  }
};

/**
 * Reads `flows/safety/lines.yaml`. Never throws: mistakes come back with line, column and mend, and then there are no
 * lines at all: half a list of crisis lines is not served.
 */
export const loadLines = ({
  file,
  source,
}: {
  readonly file: string;
  readonly source: string;
}): { readonly lines: Lines | null; readonly problems: readonly Problem[] } => {
  const { value, problems, locate } = readYaml(file, source, linesSchema);
  if (value === null) return { lines: null, problems };
  const found: Problem[] = [];
  const add = (path: readonly PropertyKey[], message: string, mend: string) =>
    found.push({ file, ...locate(path), message, mend });
  for (const [country, entry] of Object.entries(value.countries)) {
    const seen = new Set<string>();
    for (const [index, line] of entry.lines.entries()) {
      const path = ['countries', country, 'lines', index];
      const key = `${line.for} ${line.name}`;
      if (seen.has(key)) add([...path, 'name'], `${country} has "${line.name}" twice`, 'keep one of the two');
      seen.add(key);
      if (line.verified_on !== null && !isDay(line.verified_on)) {
        add([...path, 'verified_on'], `${line.verified_on} is no day of the calendar`, 'write the day of reading');
      }
    }
  }
  for (const [index, group] of value.groups.entries()) {
    for (const country of group.countries) {
      if (country in value.countries) {
        add(
          ['groups', index, 'countries'],
          `${country} has an entry of its own too`,
          `take ${country} out of the group`,
        );
      }
    }
  }
  return found.length > 0 ? { lines: null, problems: found } : { lines: value, problems: [] };
};
