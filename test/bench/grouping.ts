import { DAY } from '../../server/core/time.ts';
import { createStoryGrouper } from '../../server/stories/story-grouper.ts';
import { createWriter } from './near.ts';
import { createDice } from './posts.ts';

export interface GroupingFigures {
  readonly open: number;
  readonly stories: number;
  /** Grouped, with a repair every thousand, in a second of processor time. */
  readonly perSecond: number;
  readonly megabytes: number;
}

const REPAIR_EVERY = 1_000;
/** A tenth of the posts is alone; the others tell of events, of which so many run at a time. */
const ALONE = 10;
const EVENTS = 400;
/** Posts until an event is over and another takes its place. */
const LASTS = 20_000;

/**
 * Fills a grouper with open posts of two weeks and then takes more. No two events are alike by more than chance:
 * letters go on as in the given texts. A post has a part of its event's text, in the middle of words of its own.
 */
export function benchGrouping(texts: readonly string[], open: number, more: number): GroupingFigures {
  const write = createWriter(texts);
  const textOf = (id: number): string => {
    const dice = createDice(id + 1);
    const own = write(id + 1_000_000);
    if (dice(ALONE) === 0) return own;
    const event = write(dice(EVENTS) + EVENTS * Math.floor(id / LASTS));
    const from = dice(Math.max(1, event.length / 3));
    return (
      own.slice(0, own.length / 3) + event.slice(from, from + event.length / 2) + own.slice(own.length * 0.7)
    );
  };
  const given = Array.from({ length: open + more }, (_, id) => textOf(id));
  const before = process.memoryUsage.rss();
  const stories = new Set<number>();
  let story = 0;
  const grouper = createStoryGrouper({ nextStory: () => ++story });
  const group = (from: number, to: number) => {
    for (let id = from; id < to; id++) {
      const text = given[id] ?? '';
      stories.add(grouper.add({ id, at: (id * 13 * DAY) / open, title: null, text, copyOf: null }));
      if (id % REPAIR_EVERY === REPAIR_EVERY - 1) grouper.repair();
    }
  };
  group(0, open);
  const remembered = grouper.size;
  const megabytes = (process.memoryUsage.rss() - before) / 1_048_576;
  const start = process.cpuUsage();
  group(open, open + more);
  const { user, system } = process.cpuUsage(start);
  return { open: remembered, stories: stories.size, perSecond: (more * 1e6) / (user + system), megabytes };
}
