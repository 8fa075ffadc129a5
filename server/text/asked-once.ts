/**
 * A question about a whole text that every hit in it asks: looked for once, however many they are. A flood of the same
 * word would otherwise cost the square of its length.
 */
export function askedOnce(pattern: RegExp): (text: string) => boolean {
  let last = '';
  let answer = pattern.test(last);
  return (text) => {
    if (text !== last) {
      last = text;
      answer = pattern.test(text);
    }
    return answer;
  };
}
