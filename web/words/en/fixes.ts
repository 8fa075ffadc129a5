import type { zhFix } from '../zh/fixes.ts';
import { counted, isOne } from './counted.ts';

const fixes = (n: number): string => `${n} ${n === 1 ? 'fix' : 'fixes'}`;

export const enFix: typeof zhFix = {
  name: 'Fixes and whether they worked',
  empty: 'No fixes yet',
  emptyHint:
    'Write down what was done and since when; after two whole weeks the complaints before and after are compared, to see whether it worked.',
  counted: fixes,
  newest: (shown, all) => `${all} fixes, of which these are the newest ${shown}`,
  verdicts: {
    better: 'Worked',
    worse: 'Got worse',
    unclear: 'No change to be seen',
    doubtful: 'Cannot tell',
    early: 'Too early',
    few: 'Too few complaints before',
    short: 'Less than two weeks known before',
  },
  tally: {
    better: (n) => `${n} worked`,
    worse: (n) => `${n} got worse`,
    unclear: (n) => `${n} without a change to be seen`,
    doubtful: (n) => `${n} of which nobody can tell`,
    early: (n) => `${n} too early`,
    few: (n) => `${n} with too few complaints before`,
    short: (n) => `${n} with less than two weeks known before`,
  },
  wait: (days) => `${days} more ${days === 1 ? 'day' : 'days'}`,
  waitHint: 'Compared once two whole weeks have passed: one does not tell how much weeks differ.',
  noWeek: 'No two whole weeks are known of before the fix: nothing to compare with.',
  nothingAfter: 'Nothing was said after the fix: nothing to compare.',
  noneBefore: 'Nobody complained before the fix, so nobody can say whether it worked.',
  fewHint: (count) =>
    `${counted(count, 'complaint')} before the fix ${isOne(count) ? 'is' : 'are'} too few to say whether it worked.`,
  whole: 'The whole touchpoint',
  since: (at) => `since ${at}`,
  by: (who, at) => `by ${who} ${at}`,
  before: (weeks) => `${weeks} ${weeks === 1 ? 'week' : 'weeks'} before`,
  after: (weeks) => `${weeks} ${weeks === 1 ? 'week' : 'weeks'} after`,
  usual: 'Further back',
  copies: (n) => `and ${n} ${n === '1' ? 'copy' : 'copies'}, not counted again`,
  silence: (names) => `${names}: not heard all the time before and after, so nothing is concluded.`,
  unusualFell: 'Complaints were higher than usual just before the fix: falling back is no proof of it.',
  unusualRose: 'Complaints were lower than usual just before the fix: rising again is not its fault.',
  volumeFell: 'Complaints a day did not clearly fall: more was said of other things, which proves nothing.',
  volumeRose: 'Complaints a day did not clearly rise: less was said of other things, not its fault.',
  alikeFell: (before, after) =>
    `All other complaints fell about as much at that time, from ${before} to ${after} a day: whether this fix did it cannot be told.`,
  alikeRose: (before, after) =>
    `All other complaints rose about as much at that time, from ${before} to ${after} a day: whether this fix did it cannot be told.`,
  seasonFell: (before, after) =>
    `A year before, complaints fell about as much in these weeks, from ${before} to ${after} a day: whether this fix did it cannot be told.`,
  seasonRose: (before, after) =>
    `A year before, complaints rose about as much in these weeks, from ${before} to ${after} a day: whether this fix did it cannot be told.`,
  seasonUnknown: 'Nothing is known of these weeks a year before: a season cannot be ruled out.',
  lastYear: (before, after) => `A year before: ${before} a day, then ${after}`,
  seasonEnds:
    'The heating season began or ended in these weeks, when complaints fall by themselves; nothing is known of last year to compare with, so this proves nothing.',
  seasonBegins:
    'The heating season began in these weeks, when complaints rise by themselves; nothing is known of last year to compare with, so this is not its fault.',
  trendFell:
    'Complaints were falling from week to week before the fix and went on as they had, which proves nothing.',
  trendRose:
    'Complaints were rising from week to week before the fix and went on as they had, not its fault.',
  overlap: (titles) =>
    `The same touchpoint had another change in these weeks, ${titles}: which of them did it cannot be told.`,
  titled: (title) => `“${title}”`,
  leftOut: (names) =>
    `Heard only before or only after the fix, and not counted: ${names}. The list behind the figures has them.`,
  keptAt: (day) => `counted on ${day} and kept`,
  beforeAny: 'Before',
  perDay: (count) => `${count} a day`,
  perDayRare: 'under 0.1 a day',
  ofAll: (complaints, mentions) => `${complaints} of ${mentions}`,
  difference: (points, lo, hi) => `The share differs by ${points} points (95% interval ${lo} to ${hi})`,
  how: 'As many whole weeks after the fix as before it, two to four, without the day of the fix itself and without copies; 95% intervals take weeks as their units, since people complain of one thing for days. Worked or got worse is said only where the share of complaints and their number a day both changed by more than chance explains, also beside up to eight weeks further back (without the last one before the fix), and neither all other complaints nor those of a year before changed about as much, nor had they been changing so for weeks. Two fixes of one touchpoint less than two weeks apart are not told apart; further apart, each is compared up to the other. Whatever else happened at that time moves the share too.',
  add: 'Add a fix',
  watch: 'Watch',
  touchpoint: 'Touchpoint',
  dimension: 'Which expectation it is for',
  title: 'What was done',
  titleHint: 'For example: twenty more riders in the evening',
  doneAt: 'In effect since (China time)',
  noTitle: 'Say what was done',
  noTime: 'Say since when',
  future: 'Not yet: come back once it is in effect',
};
