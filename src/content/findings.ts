import type { z } from 'zod';
import { didYouMean } from '#content/nearest.ts';
import { keysAt } from '#content/schema-keys.ts';

type Issue = z.core.$ZodIssue;

/** One finding of a schema in an author's words; `path` is where to point. */
export interface Finding {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly mend: string;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a block of fields',
  record: 'a block of fields',
  null: 'nothing',
};

const kindOf = (value: unknown): string => {
  if (value === null) return 'nothing';
  return KINDS[Array.isArray(value) ? 'array' : typeof value] ?? 'something else';
};

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );

/** The name of the field that a path leads to: `labels` for the second of its labels. */
const fieldName = (path: readonly PropertyKey[]): string =>
  path.findLast((key) => typeof key === 'string') ?? 'this file';

const quoted = (names: readonly unknown[]): string => names.map(String).join(', ');

const wrongType = (issue: Issue & { code: 'invalid_type' }, value: unknown): Finding => {
  const { path } = issue;
  const name = fieldName(path);
  const wanted = KINDS[issue.expected] ?? issue.expected;
  if (path.length === 0 && (value === null || value === undefined)) {
    return { path, message: 'this file is empty', mend: 'fill it or remove it' };
  }
  const found = valueAt(value, path);
  if (found === undefined) return { path, message: `"${name}" is missing`, mend: `add "${name}", which is ${wanted}` };
  const message = `"${name}" must be ${wanted}, not ${kindOf(found)}`;
  const quotes = issue.expected === 'string' && (typeof found === 'number' || typeof found === 'boolean');
  return { path, message, mend: quotes ? `put it in quotes: '${String(found)}'` : `write ${wanted}` };
};

const wrongValue = (path: readonly PropertyKey[], value: unknown, allowed: readonly unknown[]): Finding => {
  const found = valueAt(value, path);
  const name = fieldName(path);
  if (found === undefined) {
    const mend =
      allowed.length === 1 ? `add "${name}: ${String(allowed[0])}"` : `add "${name}", one of: ${quoted(allowed)}`;
    return { path, message: `"${name}" is missing`, mend };
  }
  const shown = typeof found === 'string' || typeof found === 'number' ? `"${found}"` : kindOf(found);
  const meant = typeof found === 'string' ? didYouMean(found, allowed.map(String)) : '';
  return { path, message: `"${name}" cannot be ${shown}${meant}`, mend: `use one of: ${quoted(allowed)}` };
};

const unknownKeys = (
  issue: Issue & { code: 'unrecognized_keys' },
  value: unknown,
  schema: z.core.$ZodType,
): Finding[] => {
  const known = keysAt(schema, value, issue.path);
  return issue.keys.map((key) => ({
    path: [...issue.path, key],
    message: `"${key}" is no field here${didYouMean(key, known)}`,
    mend: `correct or remove "${key}"${known.length === 0 ? '' : `; the fields here are: ${quoted(known)}`}`,
  }));
};

const wrongSize = (issue: Issue & { code: 'too_big' | 'too_small' }): Finding => {
  const { path } = issue;
  const limit = issue.code === 'too_big' ? `at most ${String(issue.maximum)}` : `at least ${String(issue.minimum)}`;
  const unit = issue.origin === 'string' ? ' characters' : issue.origin === 'array' ? ' entries' : '';
  return { path, message: `"${fieldName(path)}" must have ${limit}${unit}`, mend: `give ${limit}${unit}` };
};

/** What one issue of a schema means for the author of the value. */
export const findingsOf = (issue: Issue, value: unknown, schema: z.core.$ZodType): readonly Finding[] => {
  const { path } = issue;
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKeys(issue, value, schema);
    case 'invalid_type':
      return [wrongType(issue, value)];
    case 'invalid_value':
      return [wrongValue(path, value, issue.values)];
    case 'too_big':
    case 'too_small':
      return [wrongSize(issue)];
    case 'invalid_key':
      return [
        {
          path,
          message: `"${String(path.at(-1))}" cannot stand here: ${issue.issues[0]?.message ?? 'not a name'}`,
          mend: 'correct the name',
        },
      ];
    case 'invalid_union': {
      if ('options' in issue && Array.isArray(issue.options)) return [wrongValue(path, value, issue.options)];
      // The branch with the fewest findings is the one that the author meant.
      const branch = issue.errors.toSorted((a, b) => a.length - b.length)[0];
      if (branch === undefined || branch.length === 0) break;
      return branch.flatMap((inner) => findingsOf({ ...inner, path: [...path, ...inner.path] }, value, schema));
    }
    case 'custom': {
      const mend: unknown = issue.params?.['mend'];
      if (typeof mend === 'string') return [{ path, message: issue.message, mend }];
      break;
    }
    default:
  }
  return [{ path, message: `"${fieldName(path)}": ${issue.message}`, mend: 'see the example in flows/README.md' }];
};
