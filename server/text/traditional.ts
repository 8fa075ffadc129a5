import { Converter } from 'opencc-js/t2cn';

let convert: ((text: string) => string) | undefined;

/**
 * Traditional to simplified by phrases, which single characters cannot decide (看著 → 看着, but 著名).
 * Returns null when the result has another length: the caller then folds character by character.
 */
export function simplify(text: string): string | null {
  const converter = convert ?? Converter({ from: 'tw', to: 'cn' });
  convert = converter;
  const simple = converter(text);
  return simple.length === text.length ? simple : null;
}
