const ENDS = /[。!\n]/;

/** The sentence around a place in a normalised text. A question belongs to its answer. */
export function sentenceAt(text: string, at: number): string {
  let start = at;
  while (start > 0 && !ENDS.test(text.charAt(start - 1))) start--;
  let end = at;
  while (end < text.length && !ENDS.test(text.charAt(end))) end++;
  return text.slice(start, end + 1);
}
