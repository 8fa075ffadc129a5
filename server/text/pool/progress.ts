/** What a thread is doing, written by it and read by whoever watches it, even when it hangs. */
export interface Progress {
  begin(task: number, index: number): void;
  rest(): void;
  /** `beat` is another number for every text begun; null: no text is in hand. */
  look(): { readonly beat: number; readonly task: number; readonly index: number } | null;
}

const [BEAT, TASK, INDEX] = [0, 1, 2];
const NONE = -1;

/** As a thread is born: no text in hand. */
export function newProgress(): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(12);
  openProgress(shared).rest();
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
  };
}
