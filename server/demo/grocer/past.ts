import { DAY, HOUR, type Instant, startOfDay } from '../../core/time.ts';
import type { DemoPost } from '../history.ts';
import { toDemoPosts } from './crisis-post.ts';
import { DATA_LEAK } from './data-leak.ts';
import { FOOD_SAFETY } from './food-safety.ts';
import { lateEvenings } from './late-evenings.ts';
import { quietShop } from './quiet.ts';
import { DRIFT_HOURS, slowDrift } from './slow-drift.ts';

/** So long ago the grocer's past begins: a month to replay, and a month before it to know what is usual. */
const PAST_DAYS = 58;

/** A crisis of the past as people would label it afterwards. */
export interface PastCrisis {
  readonly name: string;
  readonly from: Instant;
  readonly to: Instant;
}

/** Six in the evening in China, so many days before the day of `now`. */
function evening(now: Instant, daysBefore: number): Instant {
  return startOfDay(now) - daysBefore * DAY + 18 * HOUR;
}

/** When the three crises of the grocer 云川优鲜 were, as people know by now. */
export function grocerCrises(now: Instant): readonly PastCrisis[] {
  const [drift, food, leak] = [evening(now, 26), evening(now, 15), evening(now, 6)];
  return [
    { name: '配送越来越慢', from: drift, to: drift + DRIFT_HOURS * HOUR },
    { name: '卤味食物中毒', from: food, to: food + 12 * HOUR },
    { name: '用户数据泄露', from: leak, to: leak + 10 * HOUR },
  ];
}

/** When more riders put an end to late deliveries: as the crisis of them was over. */
export function ridersAdded(now: Instant): Instant {
  return evening(now, 26) + DRIFT_HOURS * HOUR;
}

/** Eight weeks of a fictional grocer (演示), oldest first: quiet but for late evenings at first, and three crises. */
export function grocerPast(now: Instant): readonly DemoPost[] {
  const [drift, food, leak] = grocerCrises(now).map(({ from }) => from) as [Instant, Instant, Instant];
  const from = Math.floor(now / HOUR) * HOUR - PAST_DAYS * DAY;
  return [
    ...quietShop(from, now),
    ...lateEvenings(from, ridersAdded(now)),
    ...slowDrift(drift),
    ...toDemoPosts('food', FOOD_SAFETY, food),
    ...toDemoPosts('leak', DATA_LEAK, leak),
  ].sort((a, b) => a.at - b.at);
}
