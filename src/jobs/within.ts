/**
 * Waits for `work`, at most `ms` milliseconds of real time. True when it settled well in time, false when the time ran
 * out; rejects when `work` rejected in time. What rejects later is dropped: nobody waits for it any more.
 */
export const within = async (ms: number, work: Promise<unknown>): Promise<boolean> => {
  work.catch(() => {});
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
};
