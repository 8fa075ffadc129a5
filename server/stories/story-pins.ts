/** What people said of stories. It holds against whatever the machine finds. */
export interface StoryPins {
  areApart(one: number, other: number): boolean;
  keepApart(one: number, other: number): void;
  letJoin(one: number, other: number): void;
  isWhole(story: number): boolean;
  keepWhole(story: number): void;
  /** What was said of a story that is gone holds for the one it is part of now. */
  inherit(from: number, into: number): void;
}

export function createStoryPins(): StoryPins {
  const strangers = new Map<number, Set<number>>();
  const whole = new Set<number>();
  const strangersOf = (story: number) => {
    const known = strangers.get(story) ?? new Set();
    strangers.set(story, known);
    return known;
  };
  const pins: StoryPins = {
    areApart: (one, other) => strangers.get(one)?.has(other) ?? false,
    keepApart(one, other) {
      if (one === other) return;
      strangersOf(one).add(other);
      strangersOf(other).add(one);
    },
    letJoin(one, other) {
      strangers.get(one)?.delete(other);
      strangers.get(other)?.delete(one);
    },
    isWhole: (story) => whole.has(story),
    keepWhole: (story) => whole.add(story),
    inherit(from, into) {
      for (const other of [...(strangers.get(from) ?? [])]) pins.keepApart(into, other);
      if (whole.has(from)) whole.add(into);
    },
  };
  return pins;
}
