/** What one text must hold, and must not. */
export interface SearchTerms {
  readonly words: readonly string[];
  readonly banned: readonly string[];
}

// A comma in a number parts nothing.
const PART =
  /(?<or>[|｜]+)|(?<ban>[-－])?(?:"(?<a>[^"]*)"|“(?<b>[^“”]*)”|「(?<c>[^」]*)」|『(?<d>[^』]*)』|(?<bare>(?:[^\s，、；;,|｜]|(?<=\d),(?=\d))+))/gu;
const QUOTES = /["“”「」『』]/gu;
const EITHER: ReadonlySet<string> = new Set(['OR', '或']);
/** The next word must not stand there. */
const NOT = 'NOT';
const BOTH: ReadonlySet<string> = new Set(['AND', '&', '&&']);

/**
 * What somebody typed into a search, as people are used to: words parted by white space or commas, "a phrase" as it
 * stands, -word or NOT word for what must not stand there, whichever alternative is met and wherever it is typed, OR or
 * | between alternatives, #topic# as its words. Words given apart are taken as they are. With bans alone one
 * alternative, which wants no word; none where nothing is typed.
 */
export function searchWords(typed: string | readonly string[]): readonly SearchTerms[] {
  if (typeof typed !== 'string') return keep([{ words: typed.map((word) => word.trim()), banned: [] }]);
  if (last?.typed !== typed) last = { typed, wanted: parse(typed) };
  return last.wanted;
}

// One search asks of thousands of texts.
let last: { readonly typed: string; readonly wanted: readonly SearchTerms[] } | null = null;

function parse(typed: string): readonly SearchTerms[] {
  const found: string[][] = [[]];
  const banned: string[] = [];
  let isBanned = false;
  for (const { groups = {} } of typed.matchAll(PART)) {
    const { or, ban, bare } = groups;
    const sign = ban === undefined ? (or === undefined ? bare : 'OR') : undefined;
    if (sign !== undefined && EITHER.has(sign)) found.push([]);
    else if (sign === NOT) isBanned = true;
    else if (sign === undefined || !BOTH.has(sign)) {
      const phrase = groups.a ?? groups.b ?? groups.c ?? groups.d;
      const into = ban !== undefined || isBanned ? banned : found.at(-1);
      into?.push((phrase ?? bareWord(bare)).trim());
      isBanned = false;
    }
  }
  return keep(found.map((words) => ({ words, banned })));
}

function bareWord(bare = ''): string {
  return bare.replace(QUOTES, '').replace(/^#([^#]*)#?$/u, '$1');
}

function keep(found: readonly SearchTerms[]): readonly SearchTerms[] {
  const cleaned = found.map(({ words, banned }) => ({
    words: words.filter(Boolean),
    banned: banned.filter(Boolean),
  }));
  const wanted = cleaned.filter(({ words }) => words.length > 0);
  return wanted.length > 0 ? wanted : cleaned.filter(({ banned }) => banned.length > 0).slice(0, 1);
}
