import { expect, test } from 'vitest';
import { type KeptProof, standingProof } from '../../../server/core/service/kept-proof.ts';
import { DAY, type Instant, startOfDay } from '../../../server/core/time.ts';
import { NOW } from '../../support/make.ts';

const FIX = startOfDay(NOW) - 60 * DAY;
const WEEK = 7 * DAY;

/** Eight weeks with four complaints a day before the fix and so many a day in the four after it. */
const days = (complaints = 1) =>
  Array.from({ length: 84 }, (_, day) => {
    const at = FIX - 8 * WEEK + day * DAY;
    return { at, platform: 'news', mentions: 20, complaints: at < FIX ? 4 : complaints, copies: 0 };
  });
const at = (now: Instant, { since = FIX - 8 * WEEK, all = days() } = {}) => ({
  doneAt: FIX,
  now,
  since,
  days: all.filter((day) => day.at >= since && day.at < now),
});
const keptOf = (now: Instant, going?: readonly Instant[]): KeptProof | null =>
  standingProof(null, at(now), going);

test('it begins with two weeks and grows with each one', () => {
  expect(keptOf(FIX + 13 * DAY)).toBeNull();
  expect(keptOf(FIX + 2 * WEEK)).toMatchObject({ final: false, partial: false, proof: { weeks: 2 } });
  expect(standingProof(keptOf(FIX + 2 * WEEK), at(FIX + 3 * WEEK))).toMatchObject({ proof: { weeks: 3 } });
});

test('while all its posts are there, what comes late, is corrected or taken back is counted', () => {
  const now = FIX + 9 * WEEK;
  const kept = keptOf(FIX + 4 * WEEK + DAY);
  expect(kept).toMatchObject({ final: false, proof: { verdict: 'better', after: { complaints: 28 } } });
  const late = standingProof(kept, at(now, { all: days(4) }));
  expect(late).toMatchObject({ madeAt: now, proof: { verdict: 'unclear', after: { complaints: 112 } } });
  // An import of the weeks before was taken back: fewer weeks are known, and the answer is of these.
  expect(standingProof(kept, at(now, { since: FIX - 3 * WEEK }))).toMatchObject({ proof: { weeks: 3 } });
});

test('it is final once its posts begin to be forgotten and all its weeks have passed', () => {
  const now = FIX + 6 * WEEK;
  expect(keptOf(now, [FIX - 10 * WEEK, FIX + 4 * WEEK])).toMatchObject({ final: false, partial: false });
  const final = keptOf(now, [FIX - 6 * WEEK]);
  expect(final).toMatchObject({ final: true, partial: true, madeAt: now, proof: { weeks: 4 } });
  expect(standingProof(final, { ...at(FIX + 9 * WEEK), days: [] })).toBe(final);
});

test('what is forgotten before all weeks have passed takes nothing back, and more weeks are still counted', () => {
  const kept = keptOf(FIX + 3 * WEEK, [FIX - 6 * WEEK]);
  expect(kept).toMatchObject({ final: false, partial: true, proof: { weeks: 3 } });
  expect(standingProof(kept, at(FIX + 4 * WEEK, { since: FIX - WEEK }))).toEqual(kept);
  const more = standingProof(kept, at(FIX + 4 * WEEK, { since: FIX - 4 * WEEK }));
  expect(more).toMatchObject({ partial: true, final: false, proof: { weeks: 4 } });
  const last = standingProof(kept, at(FIX + 5 * WEEK, { since: FIX - WEEK }));
  expect(last).toEqual({ ...kept, final: true });
});
