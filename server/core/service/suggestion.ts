import { cut } from '../mention/clean.ts';
import type { Aspect, Span, Touchpoint } from '../reading/analysis.ts';
import type { Instant } from '../time.ts';

/** A post in which somebody proposes something. */
export interface Proposal {
  readonly mentionId: number;
  readonly at: Instant;
  /** Null: the page names nobody. */
  readonly author: string | null;
  readonly platform: string;
  readonly url: string | null;
  readonly title: string | null;
  readonly text: string;
  /** As the text was read; spans are of the text. */
  readonly aspects: readonly Pick<Aspect, 'touchpoint' | 'span'>[];
}

export interface SuggestionExample extends Pick<Proposal, 'mentionId' | 'at' | 'platform' | 'url'> {
  /** The words it is proposed in. */
  readonly quote: string;
  /** So many posts ask for it in much the same words; this is the newest. */
  readonly times: number;
}

/** What is proposed about one touchpoint. */
export interface SuggestionGroup {
  /** Null: about none that is distinguished. */
  readonly touchpoint: Touchpoint | null;
  readonly suggestions: number;
  /** Authors; a post without one counts as somebody of its own. */
  readonly people: number;
  /** Newest first. */
  readonly examples: readonly SuggestionExample[];
}

const HOPE =
  /建议|希望|盼|最好|应该|应当|该(?:有|多|加|给)|能不能|能否|可不可以|可否|何不|不妨|不如|要是(?:能|有)|如果(?:能|有|可以)|期待|考虑/;
const HOPES = new RegExp(HOPE, 'g');
const SENTENCE = /[^。！？!?；;\n]+[。！？!?；;]*/g;
const CLAUSE = /[，,、：:\s]/g;
const MAX_QUOTE_LENGTH = 60;
export const MAX_EXAMPLES = 5;

/**
 * Where a text proposes something: the first sentence with a word of hope, from the clause on that has it where the
 * sentence is long; else its first sentence. [start, end) in UTF-16 units.
 */
export function proposalIn(text: string): Span {
  const sentences = [...text.matchAll(SENTENCE)].filter(([words]) => words.trim() !== '');
  const hoped = sentences.find(([words]) => HOPE.test(words)) ?? sentences[0];
  if (hoped === undefined) return [0, 0];
  const [words] = hoped;
  const end = hoped.index + words.trimEnd().length;
  const start = hoped.index + words.length - words.trimStart().length;
  const hope = HOPE.exec(words);
  if (end - start <= MAX_QUOTE_LENGTH || hope === null) return [start, end];
  const before = [...words.slice(0, hope.index).matchAll(CLAUSE)].at(-1);
  return [before === undefined ? start : hoped.index + before.index + 1, end];
}

/** What people propose, by the touchpoint it is about: most people first, what is about none last. */
export function suggestionGroups(proposals: readonly Proposal[]): readonly SuggestionGroup[] {
  const told = proposals.map((proposal) => ({ proposal, ...readProposal(proposal) }));
  return [...Map.groupBy(told, ({ touchpoint }) => touchpoint)]
    .map(([touchpoint, those]) => ({
      touchpoint,
      suggestions: those.length,
      people: new Set(those.map(({ proposal }) => proposal.author ?? proposal.mentionId)).size,
      examples: examplesOf(those),
    }))
    .sort(
      (a, b) =>
        Number(a.touchpoint === null) - Number(b.touchpoint === null) ||
        b.people - a.people ||
        b.suggestions - a.suggestions,
    );
}

/** A title has no spans: what is only there has the touchpoint that the text names first. */
function readProposal({ title, text, aspects }: Proposal) {
  const inTitle = title !== null && HOPE.test(title) && !HOPE.test(text);
  const said = inTitle ? title : text;
  const span = proposalIn(said);
  const named = aspects.flatMap(({ touchpoint, span: [at] }) =>
    touchpoint === null ? [] : [{ touchpoint, at }],
  );
  const meant = inTitle ? undefined : touchedBy(said, span, named);
  const touchpoint = (meant ?? named[0])?.touchpoint ?? null;
  return { touchpoint, quote: cut(said.slice(...span).trim(), MAX_QUOTE_LENGTH) };
}

/** What is named after the word of hope is what is hoped for, else what is named before it in the same sentence. */
function touchedBy<T extends { readonly at: number }>(
  text: string,
  [start, end]: Span,
  named: readonly T[],
): T | undefined {
  const hope = start + Math.max(0, text.slice(start, end).search(HOPE));
  const within = named.filter(({ at }) => at >= start && at < end).sort((a, b) => a.at - b.at);
  return within.find(({ at }) => at >= hope) ?? within.at(-1);
}

/** From this share of common pairs of letters on, words of hope aside, two proposals ask for the same. */
const ALIKE = 0.5;

function pairsOf(quote: string): ReadonlySet<string> {
  const letters = quote.replace(HOPES, '').replace(/[^\p{L}]/gu, '');
  return new Set(
    Array.from({ length: Math.max(1, letters.length - 1) }, (_, at) => letters.slice(at, at + 2)),
  );
}

/** Szymkiewicz–Simpson overlap: what stands around the shorter one in the longer does not count against it. */
function isAlike(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const common = [...a].filter((pair) => b.has(pair)).length;
  return common >= ALIKE * Math.min(a.size, b.size);
}

/** What most people say first; each kind is shown once, by its newest. */
function examplesOf(
  told: readonly { readonly proposal: Proposal; readonly quote: string }[],
): readonly SuggestionExample[] {
  const kinds: { example: SuggestionExample; times: number; pairs: ReadonlySet<string> }[] = [];
  for (const { proposal, quote } of told.toSorted((a, b) => b.proposal.at - a.proposal.at)) {
    const pairs = pairsOf(quote);
    const known = kinds.find((kind) => isAlike(kind.pairs, pairs));
    if (known !== undefined) known.times += 1;
    else {
      const { mentionId, at, platform, url } = proposal;
      kinds.push({ example: { mentionId, at, platform, url, quote, times: 1 }, times: 1, pairs });
    }
  }
  return kinds
    .sort((a, b) => b.times - a.times || b.example.at - a.example.at)
    .slice(0, MAX_EXAMPLES)
    .map(({ example, times }) => ({ ...example, times }));
}
