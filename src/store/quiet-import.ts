/**
 * Runs an import that is known to make Node print one "experimental feature" warning (`node:sqlite` in some
 * versions), and keeps that one off the operator's terminal. Every other warning passes.
 */
export const quietImport = async <T>(load: () => Promise<T>, warning: RegExp): Promise<T> => {
  // Kept as it is, to be put back as it was.
  const before: typeof process.emitWarning = Reflect.get(process, 'emitWarning');
  process.emitWarning = (message: string | Error, ...rest: unknown[]) => {
    const text = typeof message === 'string' ? message : message.message;
    if (!warning.test(text)) Reflect.apply(before, process, [message, ...rest]);
  };
  try {
    return await load();
  } finally {
    process.emitWarning = before;
  }
};
