import type { StandardInput } from '../core/service/standard.ts';
import { DAY, type Instant, startOfDay } from '../core/time.ts';

/** What the heating company is held to: rooms are mentioned often, calls now and then, repairs hardly ever. */
export function heatingStandards(watchId: number, now: Instant): readonly StandardInput[] {
  const today = startOfDay(now);
  const from = today - 28 * DAY;
  return [
    {
      watchId,
      touchpoint: 'heating',
      unit: 'celsius',
      better: 'high',
      name: '室温',
      owner: '供热运行部',
      floor: 18,
      target: 20,
      ideal: 22,
      reviewAt: today + 60 * DAY,
      promise: { text: '供暖期内居民室温不低于 18 ℃', value: 18, url: null, from, to: null },
    },
    {
      watchId,
      touchpoint: 'hotline',
      unit: 'minute',
      better: 'low',
      name: '热线接通',
      owner: '客服中心',
      floor: 10,
      target: 3,
      ideal: 1,
      reviewAt: today - 2 * DAY,
      promise: null,
    },
    {
      watchId,
      touchpoint: 'onsite_repair',
      unit: 'hour',
      better: 'low',
      name: '报修上门',
      owner: '维修部',
      floor: 24,
      target: 4,
      ideal: null,
      reviewAt: today + 30 * DAY,
      promise: { text: '报修后 24 小时内上门', value: 24, url: null, from, to: null },
    },
  ];
}
