import { lettersOf } from '../../server/stories/letters.ts';
import { likeness } from '../../server/stories/likeness.ts';
import { createNearIndex } from '../../server/stories/near-index.ts';
import { passagesOf } from '../../server/stories/passages.ts';
import { createDice } from './posts.ts';

export interface NearFigures {
  readonly remembered: number;
  /** Looked up, compared with what was found, and added, in a second of processor time. */
  readonly perSecond: number;
  readonly megabytes: number;
  /** Of the copies among them, and of the others. */
  readonly copiesFound: number;
  readonly othersLinked: number;
}

/** One post in so many repeats an earlier one, cut or framed. */
const COPY_EVERY = 10;

/**
 * Fills an index with posts and then takes more as ingest does. No post is like another by more than chance:
 * they are made letter by letter as the given texts go on after two letters. The text of a candidate is made again
 * when it is looked at, which costs about what reading it from the database does.
 */
export function benchNear(texts: readonly string[], remembered: number, more: number): NearFigures {
  const write = createWriter(texts);
  const originalOf = (id: number) => createDice(id)(remembered);
  const textOf = (id: number): string => {
    if (id < remembered || id % COPY_EVERY > 0) return write(id);
    const original = write(originalOf(id));
    return id % 20 === 0 ? original.slice(0, original.length * 0.7) : `转:${original}。大家怎么看`;
  };
  const read = (id: number) => passagesOf(lettersOf(null, textOf(id)));
  const index = createNearIndex(remembered);
  for (let id = 0; id < remembered; id++) {
    const post = read(id);
    if (post.comparable) index.add(id, post);
  }
  const given = Array.from({ length: more }, (_, n) => textOf(remembered + n));
  const isTrueCopy = given.map((_, n) => {
    const id = remembered + n;
    return id % COPY_EVERY === 0 && read(originalOf(id)).comparable;
  });
  let [copies, found, linked, compared] = [0, 0, 0, 0];
  const start = process.cpuUsage();
  given.forEach((text, n) => {
    const id = remembered + n;
    const post = passagesOf(lettersOf(null, text));
    if (!post.comparable) return;
    compared++;
    const isCopy = index.find(post).some((candidate) => likeness(post, read(candidate)).copy);
    index.add(id, post);
    if (isTrueCopy[n]) {
      copies++;
      found += isCopy ? 1 : 0;
    } else linked += isCopy ? 1 : 0;
  });
  const { user, system } = process.cpuUsage(start);
  return {
    remembered: index.size,
    perSecond: Math.round((more * 1_000_000) / (user + system)),
    megabytes: index.bytes / 1_048_576,
    copiesFound: found / copies,
    othersLinked: linked / (compared - copies),
  };
}

/** Longer ones are cut here: the average of the texts counts, not the longest. */
const MAX_TEXT_LENGTH = 400;

/** Text number `id`, always the same, as long as one of the given. */
export function createWriter(texts: readonly string[]): (id: number) => string {
  const after = new Map<number, number[]>();
  for (const text of texts) {
    for (let at = 2; at < text.length; at++) {
      const key = text.charCodeAt(at - 2) * 65_536 + text.charCodeAt(at - 1);
      const known = after.get(key);
      if (known === undefined) after.set(key, [text.charCodeAt(at)]);
      else known.push(text.charCodeAt(at));
    }
  }
  const written = new Uint16Array(MAX_TEXT_LENGTH);
  return (id) => {
    const dice = createDice(Math.imul(id + 1, 2_654_435_761));
    const pick = () => texts[dice(texts.length)] ?? '';
    const length = Math.min(MAX_TEXT_LENGTH, pick().length);
    for (let at = 0; at < length; at++) {
      const key = at < 2 ? 0 : (written[at - 2] as number) * 65_536 + (written[at - 1] as number);
      const next = after.get(key);
      written[at] = next === undefined ? pick().charCodeAt(0) : (next[dice(next.length)] as number);
    }
    return String.fromCharCode(...written.subarray(0, length));
  };
}
