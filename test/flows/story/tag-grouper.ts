import type { StoryGrouper, StoryRepair, StoryText } from '../../../server/core/story/story.ts';

/**
 * Groups by the tag that a text begins with (`#锅炉#…`), so that a test can say what belongs together: what
 * is tested is how stories are kept, not how they are found.
 * @param found what the next look for repairs finds
 */
export function createTagGrouper(nextStory: () => number, found: StoryRepair[] = []): StoryGrouper {
  const members = new Map<number, { readonly text: StoryText; story: number }>();
  const tagOf = ({ text }: StoryText) => /^[^#]*#([^#]+)#/.exec(text)?.[1] ?? text;
  const of = (story: number) => [...members.values()].filter((member) => member.story === story);
  const place = (text: StoryText, story: number) => void members.set(text.id, { text, story });
  return {
    get size() {
      return members.size;
    },
    get touched() {
      return found.length;
    },
    add(text) {
      const like = [...members.values()].findLast((member) => tagOf(member.text) === tagOf(text));
      const story = (members.get(text.copyOf ?? 0) ?? like)?.story ?? nextStory();
      place(text, story);
      return story;
    },
    place,
    repair(most = found.length) {
      return found.splice(0, most).map((repair) => {
        if (repair.kind === 'merge') this.merge(repair.from, repair.into);
        else this.split(repair.from, repair.into, repair.posts);
        return repair;
      });
    },
    merge(from, into) {
      for (const member of of(from)) member.story = into;
    },
    split(_, into, posts) {
      for (const id of posts) {
        const member = members.get(id);
        if (member) member.story = into;
      }
    },
    keepApart() {},
    letJoin() {},
    keepWhole() {},
    forget(before, most) {
      for (const [id, { text }] of members) if (text.at < before) members.delete(id);
      for (const id of members.keys()) if (members.size > most) members.delete(id);
    },
    describe(story) {
      const [first] = of(story);
      return first ? { medoid: first.text.id, keywords: [tagOf(first.text)] } : null;
    },
  };
}
