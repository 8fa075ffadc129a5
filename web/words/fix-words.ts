import type { FixProof, ServiceScreen } from '../api/service-quality.ts';
import { DAY, WEEK } from '../time.ts';
import { usual } from './format.ts';
import type { Words } from './zh.ts';

const VERDICTS = ['better', 'worse', 'unclear', 'doubtful', 'few', 'short', 'early'] as const;
export type SaidVerdict = (typeof VERDICTS)[number];

/**
 * A verdict as it is said: that nothing is known of before is another matter than few complaints, and that something
 * proves nothing another one than that nothing changed.
 */
export function saidVerdict({
  verdict,
  doubt,
  weeks,
}: Pick<FixProof, 'verdict' | 'doubt' | 'weeks'>): SaidVerdict {
  if (doubt !== null) return 'doubtful';
  return verdict === 'few' && weeks === 0 ? 'short' : verdict;
}

/** Title of the fixes: how many there are, and what came of those that are shown. */
export function fixesFinding(
  { fixes, fixesInAll }: Pick<ServiceScreen, 'fixes' | 'fixesInAll'>,
  words: Words,
): string {
  const { fix } = words.service;
  if (fixes.length === 0) return fix.empty;
  const tallies = VERDICTS.flatMap((verdict) => {
    const count = fixes.filter(({ proof }) => saidVerdict(proof) === verdict).length;
    return count > 0 ? [fix.tally[verdict](count)] : [];
  });
  const counted =
    fixesInAll > fixes.length ? fix.newest(fixes.length, fixesInAll) : fix.counted(fixes.length);
  return `${counted}${words.common.colon}${tallies.join(words.common.comma)}`;
}

/** Days until two whole weeks have passed since a fix, one at least. */
export function daysLeft({ after }: FixProof, now: number): number {
  return Math.max(1, Math.ceil((after.from + 2 * WEEK - now) / DAY));
}

/** Whether the season may have done it: of a change that is told, nobody knows of a year before. */
export function isSeasonUnknown({ verdict, lastYear }: Pick<FixProof, 'verdict' | 'lastYear'>): boolean {
  return (verdict === 'better' || verdict === 'worse') && lastYear === null;
}

/** Why what changed around a fix proves nothing; empty where there is no doubt. */
export function doubtWord(proof: FixProof, words: Words): string {
  const { doubt, silent, before, after, others, lastYear, overlapping } = proof;
  const { fix } = words.service;
  const fell = (after.share.p ?? 0) < (before.share.p ?? 0);
  switch (doubt) {
    case null:
      return '';
    case 'silence':
      return fix.silence(platformList(silent, words));
    case 'unusual':
      return fell ? fix.unusualFell : fix.unusualRose;
    case 'volume':
      return fell ? fix.volumeFell : fix.volumeRose;
    case 'alike':
      return (fell ? fix.alikeFell : fix.alikeRose)(...aDayWords(others));
    case 'season':
      if (lastYear !== null) return (fell ? fix.seasonFell : fix.seasonRose)(...aDayWords(lastYear));
      return fell ? fix.seasonEnds : fix.seasonBegins;
    case 'trend':
      return fell ? fix.trendFell : fix.trendRose;
    case 'overlap':
      return fix.overlap(overlapping.map(({ title }) => fix.titled(title)).join(words.sight.listComma));
  }
}

function aDayWords(aDay: FixProof['others']): readonly [string, string] {
  return [usual(aDay?.before ?? 0), usual(aDay?.after ?? 0)];
}

/** Small platforms of one side alone, which the figures leave out; empty where there are none. */
export function leftOutWord({ leftOut }: FixProof, words: Words): string {
  return leftOut.length === 0 ? '' : words.service.fix.leftOut(platformList(leftOut, words));
}

function platformList(names: readonly string[], words: Words): string {
  const platforms: Readonly<Record<string, string>> = words.codes.platform;
  return names
    .map((name) => (Object.hasOwn(platforms, name) ? platforms[name] : name))
    .join(words.sight.listComma);
}
