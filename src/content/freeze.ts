/** Freezes a value with everything in it, Maps included (their setters then throw). Answers the same value. */
export const deepFreeze = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (value instanceof Map) {
    for (const inner of value.values()) deepFreeze(inner);
    const refuse = (): never => {
      throw new TypeError('content is frozen');
    };
    Object.assign(value, { set: refuse, delete: refuse, clear: refuse });
  } else for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
};
