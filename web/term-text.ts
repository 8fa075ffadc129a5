/** Marks that part words in a list, but not within brackets or quotes. */
const PARTING = /[，、；;\n\r\t]/;
const OPENING = '(（“「『';
const SHUTTING = ')）”」』';
const CHINESE = /\p{Script=Han}/u;
/** As the server reads it: two words near each other, or a phrase in quotes. */
const NEAR = /^\s*near\s*\/\s*\d{1,3}\s*[(（][^()（）]*[)）]\s*$/i;
const QUOTED = /^\s*["“][^"“”]*["”]\s*$/;
/** What other tools take for a rule, and a text does not say. */
const FOREIGN = /(^|[\s)）])(AND|OR|NOT|NEAR|与|或|非)\s*([(（]|\s|$)|[()（）|&*]|["“”]/;

/** One term, or several as people list them: by commas of Chinese, semicolons, or on lines as pasted from a sheet. */
export function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let term = '';
  let depth = 0;
  let quoted = false;
  for (const letter of text) {
    if (letter === '"') quoted = !quoted;
    else if (OPENING.includes(letter)) depth += 1;
    else if (SHUTTING.includes(letter)) depth = Math.max(0, depth - 1);
    if (PARTING.test(letter) && !quoted && depth === 0) {
      terms.push(term);
      term = '';
    } else term += letter;
  }
  return [...terms, term].map((each) => each.trim()).filter(Boolean);
}

/** The words of a term that is looked for with the spaces between them; null: it has none, or they are meant so. */
export function wordsOf(term: string): readonly string[] | null {
  if (!CHINESE.test(term) || QUOTED.test(term) || NEAR.test(term)) return null;
  const words = term.trim().split(/\s+/);
  return words.length > 1 ? words : null;
}

/** Whether it is written like a rule of another tool: here each letter of it is looked for. */
export function looksForeign(term: string): boolean {
  return !NEAR.test(term) && !QUOTED.test(term) && FOREIGN.test(term);
}
