/** Promises that resolve the moment a condition holds, so that no test has to sleep. */
export interface Watch {
  /** Resolves as soon as `holds()` is true: now, or at a later `look`. */
  readonly when: (holds: () => boolean) => Promise<void>;
  /** To be called after every change. */
  readonly look: () => void;
}

export const createWatch = (): Watch => {
  let watchers: { readonly holds: () => boolean; readonly resolve: () => void }[] = [];
  const look = (): void => {
    const met = watchers.filter((watcher) => watcher.holds());
    watchers = watchers.filter((watcher) => !met.includes(watcher));
    for (const watcher of met) watcher.resolve();
  };
  return {
    look,
    when: (holds) =>
      new Promise((resolve) => {
        watchers.push({ holds, resolve });
        look();
      }),
  };
};
