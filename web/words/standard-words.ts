import type {
  Direction,
  EarlierTerms,
  Gap,
  StandardRow,
  StandardsScreen,
  StatedFigures,
  Zone,
} from '../api/standards.ts';
import { exact, interval, percent, type Tongue } from './format.ts';
import { amountWord } from './service-words.ts';
import type { Words } from './zh.ts';

type Unit = StandardRow['unit'];

/** Where a standard stands, or that too few posts say. */
export const stateOf = ({ standing }: Pick<StandardRow, 'standing'>): Zone | 'few' => standing.zone ?? 'few';

const STATES = ['below', 'tolerated', 'met', 'exceeded', 'few'] as const;

/** Title of the section: how many there are, where they stand, and which promises are not kept. */
export function standardsFinding({ standards }: Pick<StandardsScreen, 'standards'>, words: Words): string {
  const say = words.standards;
  if (standards.length === 0) return say.empty;
  const tallies = STATES.flatMap((state) => {
    const count = standards.filter((row) => stateOf(row) === state).length;
    return count > 0 ? [say.tally[state](count)] : [];
  });
  const over = standards.filter(({ standing }) => standing.promise?.over).map(({ name }) => name);
  const told = `${say.counted(standards.length)}${words.common.colon}${tallies.join(words.common.comma)}`;
  return over.length === 0
    ? told
    : `${told}${words.common.semicolon}${say.over}${words.common.colon}${over.join(words.common.comma)}`;
}

/** `至少 18 ℃`, `至多 2 小时`. */
export function levelWord(
  value: number,
  unit: Unit,
  better: Direction,
  tongue: Tongue,
  words: Words,
): string {
  return words.standards.level[better](amountWord(value, unit, tongue, words));
}

/** `比承诺（18 ℃）差 2 ℃ · 11.1%`. */
export function gapWord(gap: Gap, what: string, unit: Unit, tongue: Tongue, words: Words): string {
  const say = words.standards.gap;
  const expected = amountWord(gap.expected, unit, tongue, words);
  if (gap.value === 0) return say.same(what, expected);
  const part = gap.relative === null ? '' : ` · ${percent(Math.abs(gap.relative))}`;
  const by = `${amountWord(Math.abs(gap.value), unit, tongue, words)}${part}`;
  return gap.value < 0 ? say.worse(what, expected, by) : say.better(what, expected, by);
}

type Held = NonNullable<StandardRow['standing']['held']>;
type Of = Pick<StandardRow, 'unit' | 'better' | 'standing'>;

/** The same of what they are held to; of how many of the posts, where not of all. */
export function heldWord(held: Held, { unit, standing }: Of, tongue: Tongue, words: Words): string {
  const said = gapWord(held, words.standards.gap[held.kind], unit, tongue, words);
  const part = held.posts < standing.told.posts;
  return part ? words.standards.gap.part(said, exact(held.posts)) : said;
}

/** By which terms other than those of now some posts were judged. */
export function earlierWord(
  { version, posts, ...terms }: EarlierTerms,
  { unit, better }: Of,
  tongue: Tongue,
  words: Words,
): string {
  const say = words.standards;
  const level = (value: number): string => levelWord(value, unit, better, tongue, words);
  const told = [`${say.floor} ${level(terms.floor)}`, `${say.target} ${level(terms.target)}`];
  if (terms.promise !== null) told.push(`${say.gap.promise} ${level(terms.promise)}`);
  return `${say.earlier(exact(posts), exact(version))}${words.common.colon}${told.join(words.common.comma)}`;
}

/** `−11.1`: the index with its sign. */
export function indexWord(index: number): string {
  const said = index.toFixed(1);
  if (Number(said) === 0) return '0';
  return said.startsWith('-') ? said.replace('-', '−') : `+${said}`;
}

/** What became of the share below the floor; null where the one or the other says too little. */
export function changeWord({ change }: StandardRow['standing'], words: Words): string | null {
  if (change === null) return null;
  const { changes } = words.standards;
  return change.lo > 0 ? changes.more : change.hi < 0 ? changes.less : changes.unclear;
}

export const shareWord = ({ share }: StatedFigures): string =>
  share === null ? '' : interval(share.p ?? 0, share.lo, share.hi);

/** How many posts tell what came, where they are too few to say more. */
export function fewWord(posts: number, fewest: number, words: Words): string {
  const say = words.standards;
  return posts === 0 ? say.toldNone : say.toldFew(exact(posts), exact(fewest));
}
