/** What a thread is doing, written by it and read by whoever watches it, even when it hangs. */
export interface Progress {
  begin(task: number, index: number): void;
  rest(): void;
  /** `beat` is another number for every text begun; null: no text is in hand. */
  look(): { readonly beat: number; readonly task: number; readonly index: number } | null;
  /** The thread is about to call native code. Throws, and native code must not be called, once told to stop. */
  enter(): void;
  /** The thread is back from native code. */
  leave(): void;
  /** Bars the thread from native code for good. */
  stop(): void;
  /** True while the thread may be inside native code. */
  isInside(): boolean;
}

const [BEAT, TASK, INDEX, INSIDE, STOPPED] = [0, 1, 2, 3, 4];
const NONE = -1;

/** As a thread is born: no text in hand, and inside native code, since modules load it. */
export function newProgress(): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(20);
  const progress = openProgress(shared);
  progress.rest();
  progress.enter();
  return shared;
}

export function openProgress(shared: SharedArrayBuffer): Progress {
  const cells = new Int32Array(shared);
  return {
    begin(task, index) {
      Atomics.store(cells, TASK, task);
      Atomics.store(cells, INDEX, index);
      Atomics.add(cells, BEAT, 1);
    },
    rest() {
      Atomics.store(cells, INDEX, NONE);
    },
    look() {
      const index = Atomics.load(cells, INDEX);
      if (index === NONE) return null;
      return { beat: Atomics.load(cells, BEAT), task: Atomics.load(cells, TASK), index };
    },
    enter() {
      // In this order: whoever stops us sees us inside, or we see that we are stopped.
      Atomics.store(cells, INSIDE, 1);
      if (Atomics.load(cells, STOPPED) === 0) return;
      Atomics.store(cells, INSIDE, 0);
      throw new Error('this thread was told to stop');
    },
    leave() {
      Atomics.store(cells, INSIDE, 0);
    },
    stop() {
      Atomics.store(cells, STOPPED, 1);
    },
    isInside: () => Atomics.load(cells, INSIDE) === 1,
  };
}
