/** Lets so many in and makes the others wait their turn. */
export interface Admission {
  /** Rejects once it is closed with `fail`. */
  enter(): Promise<void>;
  leave(): void;
  /** Whoever waits and whoever comes is turned away with this error. */
  fail(error: Error): void;
}

export function createAdmission(most: number): Admission {
  const waiting: PromiseWithResolvers<void>[] = [];
  let inside = 0;
  let fault: Error | null = null;
  return {
    async enter() {
      if (fault !== null) throw fault;
      if (inside < most && waiting.length === 0) {
        inside += 1;
        return;
      }
      const turn = Promise.withResolvers<void>();
      waiting.push(turn);
      await turn.promise;
    },
    leave() {
      const next = waiting.shift();
      // Whoever is next takes the place of the one who leaves.
      if (next) next.resolve();
      else inside -= 1;
    },
    fail(error) {
      fault ??= error;
      for (const turn of waiting.splice(0)) turn.reject(error);
    },
  };
}
