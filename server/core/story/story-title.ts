const LONGEST = 40;
const END = /[。！？!?\n;；]/;

/** What a story is called after a post: its title, or else the beginning of its text, at most 40 characters. */
export function storyTitle(post: { readonly title: string | null; readonly text: string }): string {
  const title = post.title?.trim();
  const words = (title || firstSentence(post.text)).replaceAll(/\s+/g, ' ');
  const letters = [...words];
  return letters.length <= LONGEST ? words : `${letters.slice(0, LONGEST - 1).join('')}…`;
}

/** Sentences of a greeting's length say nothing: they take the next one along. */
const SHORTEST = 8;

function firstSentence(text: string): string {
  const whole = text.trim();
  const end = whole.slice(SHORTEST).search(END);
  return end < 0 ? whole : whole.slice(0, SHORTEST + end);
}
