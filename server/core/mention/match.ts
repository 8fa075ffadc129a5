import type { Span } from '../reading/analysis.ts';
import { type Folded, fold } from '../reading/fold.ts';
import { type Account, accountOf, namesAmong, type OwnNames, ownNames, speaksFor } from './own-voice.ts';
import type { Post, Voice } from './post.ts';
import { type CompiledTerm, compileTerm, createFinder, type WordPositions } from './rule-terms.ts';
import type { Subjects } from './subjects.ts';
import type { Match, Rule, Watch } from './watch.ts';

/** What matching looks at of a post. */
export type Matchable = Pick<Post, 'source' | 'title' | 'text'>;

/** Many watches compiled into one automaton; holds no state between posts. */
export interface Matcher {
  match(post: Matchable): readonly Match[];
  /**
   * Whether an account, as its page names it, is that of the subject of every watch that the post concerns. To any other
   * it speaks as anybody does: a competitor, or an authority that acts against somebody.
   */
  isOwn(author: string, voice: Voice, matches: readonly Match[]): boolean;
  /** Those of the watches that a post concerns for whose subject such an account speaks. */
  ownFor(author: string, voice: Voice, matches: readonly Match[]): ReadonlySet<number>;
  /** Whom a text is about, wherever it was posted. */
  subjectsOf(text: Pick<Matchable, 'title' | 'text'>): Subjects;
}

interface CompiledWatch {
  readonly order: number;
  readonly id: number;
  readonly rule: Rule;
  readonly sources: ReadonlySet<string> | null;
  readonly any: readonly CompiledTerm[];
  readonly all: readonly CompiledTerm[];
  readonly none: readonly CompiledTerm[];
  readonly people: readonly CompiledTerm[];
  readonly rivals: readonly CompiledTerm[];
  readonly names: OwnNames;
}

/**
 * Compiles all watches at once. Inactive watches and terms that `checkRule` refuses are left out, so a
 * rule without a usable term matches nothing; check rules before storing them.
 */
export function compileWatches(watches: readonly Watch[]): Matcher {
  const words = new Map<string, number>();
  const compiled = watches
    .filter((watch) => watch.active)
    .map((watch, order) => compileWatch(watch, order, words));
  const finder = createFinder(words);
  const wanted = byWord(compiled);
  const names = new Set(compiled.flatMap((watch) => [...watch.names.all]));
  const find = ({ title, text }: Pick<Matchable, 'title' | 'text'>): WordPositions =>
    words.size === 0 ? new Map() : finder(fold(title ? `${title}\n${text}` : text).text);
  const ownFor: Matcher['ownFor'] = (author, voice, matches) => {
    const account = matches.length === 0 ? null : accountOf(author, voice);
    return account === null || !names.has(account.name) ? NONE : watchesOf(compiled, account, matches);
  };
  return {
    ownFor,
    subjectsOf: (text) => subjectsAmong(compiled, find(text)),
    match({ source, title, text }) {
      const found = find({ title, text });
      if (found.size === 0) return [];
      const matches: Match[] = [];
      for (const watch of candidates(found, wanted)) {
        if (watch.sources && !watch.sources.has(source)) continue;
        const terms = matchRule(watch, found);
        if (terms === null) continue;
        const [people, rivals] = [written(watch.people, found), written(watch.rivals, found)];
        const names = namesAmong(terms, watch.rule);
        matches.push({ watchId: watch.id, terms, names, people, rivals });
      }
      return matches;
    },
    isOwn(author, voice, matches) {
      const own = ownFor(author, voice, matches);
      return own.size > 0 && matches.every(({ watchId }) => own.has(watchId));
    },
  };
}

const NONE: ReadonlySet<number> = new Set();

function watchesOf(
  compiled: readonly CompiledWatch[],
  account: Account,
  matches: readonly Match[],
): ReadonlySet<number> {
  const seeing = compiled.filter(({ id }) => matches.some(({ watchId }) => watchId === id));
  return new Set(seeing.filter(({ names }) => speaksFor(account, names)).map(({ id }) => id));
}

function subjectsAmong(compiled: readonly CompiledWatch[], found: WordPositions): Subjects {
  if (found.size === 0) return new Set();
  const seeing = compiled.filter((watch) => matchRule(watch, found) !== null);
  const rivals = compiled.flatMap((watch) => written(watch.rivals, found));
  return new Set([...seeing.map(({ id }) => `watch ${id}`), ...rivals.map((rival) => `rival ${rival}`)]);
}

/** Which watches a post concerns, with the terms and people found. Pure given the matcher. */
export function matchPost(post: Matchable, matcher: Matcher): readonly Match[] {
  return matcher.match(post);
}

/**
 * Where terms stand in a text, as spans of the text as given, ascending, longest first where two
 * start together; for underlining. Terms that cannot be read are skipped.
 */
export function termSpans(text: string, terms: readonly string[]): Span[] {
  const words = new Map<string, number>();
  for (const term of terms) compileTerm(term, words);
  const folded = fold(text);
  const spans: Span[] = [];
  const sizes = [...words.keys()].map((word) => word.length);
  for (const [word, starts] of createFinder(words)(folded.text)) {
    for (const start of starts) spans.push(original(folded, start, start + (sizes[word] as number)));
  }
  return spans.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
}

function original({ map }: Folded, start: number, end: number): Span {
  return map === null ? [start, end] : [map.start[start] as number, map.end[end - 1] as number];
}

/** Watches by each word that may make them match, so that a post costs what it touches. */
function byWord(watches: readonly CompiledWatch[]): ReadonlyMap<number, readonly CompiledWatch[]> {
  const wanted = new Map<number, CompiledWatch[]>();
  for (const watch of watches) {
    for (const word of new Set([...watch.any, ...watch.all].flatMap((term) => term.words))) {
      const known = wanted.get(word);
      if (known) known.push(watch);
      else wanted.set(word, [watch]);
    }
  }
  return wanted;
}

/** In the order of the watches, which the order of words in a post must not change. */
function candidates(
  found: WordPositions,
  wanted: ReadonlyMap<number, readonly CompiledWatch[]>,
): CompiledWatch[] {
  const watches = new Set<CompiledWatch>();
  for (const word of found.keys()) for (const watch of wanted.get(word) ?? []) watches.add(watch);
  return [...watches].sort((a, b) => a.order - b.order);
}

function compileWatch(watch: Watch, order: number, words: Map<string, number>): CompiledWatch {
  const compile = (terms: readonly string[]) =>
    terms.map((term) => compileTerm(term, words)).filter((term) => term !== null);
  const { rule, id, sources } = watch;
  return {
    order,
    id,
    rule,
    sources: sources.length === 0 ? null : new Set(sources),
    any: compile(rule.any),
    all: compile(rule.all),
    none: compile(rule.none),
    people: compile(watch.people),
    rivals: compile(watch.rivals),
    names: ownNames(watch),
  };
}

function matchRule(watch: CompiledWatch, found: WordPositions): string[] | null {
  if (watch.any.length + watch.all.length === 0) return null;
  if (watch.all.some((term) => !term.holds(found))) return null;
  if (watch.none.some((term) => term.holds(found))) return null;
  const any = written(watch.any, found);
  if (watch.any.length > 0 && any.length === 0) return null;
  return [...any, ...watch.all.map((term) => term.written)];
}

function written(terms: readonly CompiledTerm[], found: WordPositions): string[] {
  return terms.filter((term) => term.holds(found)).map((term) => term.written);
}
