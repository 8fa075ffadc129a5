import type { Growth, TimelineFindings, TopicRow, TrendsScreen } from '../api/trends.ts';
import { CHINA, DAY } from '../time.ts';
import { factWord } from './code-words.ts';
import { percent } from './format.ts';
import { oneSidedWord } from './one-sided-words.ts';
import type { Words } from './zh.ts';

/** `touch.heating` → 供热, `term.停暖` → 停暖; a watch or a story by its name. */
export function topicWord(topic: string, name: string | null, words: Words): string {
  return name ?? factWord(topic, words);
}

type TopicKind = keyof Words['trends']['kinds'];

export function kindOf(topic: string): TopicKind {
  const kind = topic.slice(0, topic.indexOf('.'));
  return (
    (['touch', 'servqual', 'sev', 'intent', 'area', 'term', 'story', 'watch'] as const).find(
      (each) => each === kind,
    ) ?? 'all'
  );
}

/** `2.4`, `0.31`, `128`: a ratio with as many digits as say something. */
export function ratioWord(ratio: number): string {
  if (ratio >= 100) return Math.round(ratio).toLocaleString('en-US');
  if (ratio >= 10) return ratio.toFixed(0);
  if (ratio === 0) return '0';
  return ratio >= 0.995 ? ratio.toFixed(1).replace(/\.0$/, '') : ratio.toFixed(2);
}

/** `1.6–4.0`; an interval without an upper end says so. */
export function intervalWord({ lo, hi }: Growth, words: Words): string {
  return words.trends.topics.interval(ratioWord(lo), hi === null ? words.trends.topics.open : ratioWord(hi));
}

/** The change in words: from nothing there is no ratio, only the least that it must be. */
export function growthWord(growth: Growth, words: Words): string {
  const { topics } = words.trends;
  return growth.ratio === null ? topics.atLeast(ratioWord(growth.lo)) : topics.times(ratioWord(growth.ratio));
}

/** Whether words could be held against anything: they are by whole days alone. */
export function hasWholeDay({ termSpans: { now } }: Pick<TrendsScreen, 'termSpans'>): boolean {
  return now.to > now.from && (now.to - now.from) % DAY === 0;
}

/** Title of the panel of topics. */
export function topicsFinding(
  topics: readonly TopicRow[],
  screen: Pick<TrendsScreen, 'termSpans'>,
  words: Words,
): string {
  const { topics: say } = words.trends;
  const count = (direction: string) => topics.filter((row) => row.direction === direction).length;
  const [rising, falling] = [count('rising'), count('falling')];
  const alone = topics.length > 0 && topics.every(({ topic }) => topic.startsWith('term.'));
  if (alone && !hasWholeDay(screen)) return say.wordsUncompared;
  if (topics.every((row) => row.growth === null)) return say.young;
  if (rising === 0 && falling === 0) return say.none;
  if (rising === 0) return say.fallingAlone(falling);
  return falling === 0
    ? say.rising(rising)
    : `${say.rising(rising)}${words.common.comma}${say.falling(falling)}`;
}

/** What the page says first: how much, whether that is more than before, and how much of it is negative. */
export function trendsLead(screen: TrendsScreen, exact: (n: number) => string, words: Words): string {
  const { trends, common } = words;
  const { authors, exact: sure } = screen.authors;
  const lead = trends.lead(exact(screen.total.count), exact(authors), sure);
  const compared = screen.youngApart ? '' : comparisonWords(screen, words);
  return compared === '' ? lead : `${lead}${common.comma}${compared}`;
}

function comparisonWords(screen: TrendsScreen, words: Words): string {
  // Said on platforms of one side alone: they are named, and nothing is compared.
  const isApart = screen.totalGrowth === null && screen.oneSided.length > 0;
  return [isApart ? '' : growthWords(screen.totalGrowth, words), negativeWords(screen, words)]
    .filter(Boolean)
    .join(words.trends.leadStop);
}

function growthWords(growth: Growth | null, words: Words): string {
  const { trends } = words;
  if (growth === null) return trends.leadYoung;
  if (growth.ratio === null) return trends.topics.fromNothing;
  const clear = growth.lo > 1 || (growth.hi !== null && growth.hi < 1);
  const say = clear ? trends.leadGrowth : trends.leadSame;
  return say(ratioWord(growth.ratio), intervalWord(growth, words));
}

/** The negative share and its change; one is called a change where neither share lies within the other's interval. */
function negativeWords(screen: TrendsScreen, words: Words): string {
  const { negativeShare: now, negativeShareBefore: before } = screen;
  const { trends, common } = words;
  if (now.p === null) return '';
  const share = trends.negative(percent(now.p));
  if (before.p === null) return share;
  const isSame = (before.p >= now.lo && before.p <= now.hi) || (now.p >= before.lo && now.p <= before.hi);
  if (isSame) return `${share}${common.comma}${trends.negativeSame(percent(before.p))}`;
  const points = (Math.abs(now.p - before.p) * 100).toFixed(1);
  const say = now.p > before.p ? trends.negativeUp : trends.negativeDown;
  return `${share}${common.comma}${say(points, percent(before.p))}`;
}

/** What is missing from the comparison, and how the others compare where there are some; empty: nothing. */
export function youngWords(screen: TrendsScreen, day: (at: number) => string, words: Words): string {
  const [first, ...more] = screen.young;
  if (first === undefined) return '';
  const { trends } = words;
  const who =
    more.length === 0
      ? trends.youngOne(first.name, day(first.since))
      : trends.youngSome(first.name, screen.young.length);
  return screen.youngApart
    ? `${who}${trends.youngApart(comparisonWords(screen, words))}`
    : `${who}${trends.youngAlone}`;
}

/** Platforms that came or went, and what is compared without them; empty where none did. */
export function oneSidedWords({ oneSided }: TrendsScreen, words: Words): string {
  if (oneSided.length === 0) return '';
  const { trends } = words;
  const spans = { now: trends.spanNow, before: trends.spanBefore };
  return `${oneSidedWord(oneSided, spans, words)}${trends.leadStop}${trends.oneSidedHow}`;
}

interface Formats {
  exact(value: number): string;
  moment(at: number): string;
  clockTime(at: number): string;
}

/** Beginning and end of a stretch as they are said: the day once where it is the same. */
export function stretchWords(
  from: number,
  to: number,
  { moment, clockTime }: Formats,
): readonly [string, string] {
  const day = (at: number): number => Math.floor((at + CHINA) / DAY);
  return [moment(from), day(from) === day(to) ? clockTime(to) : moment(to)];
}

/** Title of the timeline: the fiercest burst, else the newest change of level. */
export function timelineFinding(
  { bursts, changes }: TimelineFindings,
  unit: TrendsScreen['timeline']['unit'],
  formats: Formats,
  words: Words,
): string {
  const { exact, moment } = formats;
  const { timeline } = words.trends;
  const burst = bursts.toSorted((a, b) => b.weight - a.weight)[0];
  if (burst) {
    const said = [...stretchWords(burst.from, burst.to, formats), exact(burst.count)] as const;
    return bursts.length === 1 ? timeline.burst(...said) : timeline.bursts(bursts.length, ...said);
  }
  const change = changes.at(-1);
  if (!change) return timeline.nothing;
  return timeline.change(moment(change.at), ratioWord(change.before), ratioWord(change.after), unit);
}
