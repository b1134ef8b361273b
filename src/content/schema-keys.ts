import { z } from 'zod';

/** What stands behind the wrappings of a schema: optional, default, described. */
const bare = (schema: z.core.$ZodType): z.core.$ZodType => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable) {
    return bare(schema.unwrap());
  }
  return schema instanceof z.ZodPipe ? bare(schema.out) : schema;
};

const field = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;

/** The branches of a union that the value could be: by its discriminator where there is one. */
const branches = (schema: z.ZodUnion, value: unknown): readonly z.core.$ZodType[] => {
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return schema.options;
  const name = schema.def.discriminator;
  return schema.options.filter((option) => {
    const wanted = option instanceof z.ZodObject ? option.shape[name] : undefined;
    return wanted instanceof z.ZodType && wanted.safeParse(field(value, name)).success;
  });
};

/**
 * The names of the fields that a schema knows at a path of a value: for "did you mean". Empty where any name is
 * allowed or none is known.
 */
export const keysAt = (schema: z.core.$ZodType, value: unknown, path: readonly PropertyKey[]): readonly string[] => {
  const at = bare(schema);
  const [key, ...rest] = path;
  if (at instanceof z.ZodUnion)
    return [...new Set(branches(at, value).flatMap((option) => keysAt(option, value, path)))];
  if (key === undefined) {
    if (at instanceof z.ZodObject) return Object.keys(at.shape);
    return at instanceof z.ZodRecord && at.keyType instanceof z.ZodEnum ? at.keyType.options.map(String) : [];
  }
  const inner = field(value, key);
  if (at instanceof z.ZodObject) {
    const next: unknown = at.shape[String(key)];
    return next instanceof z.ZodType ? keysAt(next, inner, rest) : [];
  }
  if (at instanceof z.ZodArray) return keysAt(at.element, inner, rest);
  return at instanceof z.ZodRecord ? keysAt(at.valueType, inner, rest) : [];
};
