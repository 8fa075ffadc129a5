/** A time that several pieces of work share: what the first takes, the next does not have. */
export interface Deadline {
  leftMs(): number;
  /**
   * Waits for the work as long as there is time left; it may go on unseen after that.
   * @returns whether it was over in time
   * @throws what the work throws in time
   */
  keep(work: Promise<unknown>): Promise<boolean>;
}

/** Starts now, and is measured by a clock that nobody sets. */
export function deadlineIn(ms: number): Deadline {
  const until = performance.now() + ms;
  const leftMs = () => Math.max(0, until - performance.now());
  return {
    leftMs,
    async keep(work) {
      const late = Promise.withResolvers<boolean>();
      const timer = setTimeout(() => late.resolve(false), leftMs());
      try {
        return await Promise.race([work.then(() => true), late.promise]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
