import { describe, expect, test } from 'vitest';
import { deliveryTimes, type Way } from '../../../server/core/alert/delivery-times.ts';
import { byteWords } from '../../../server/core/byte-words.ts';
import { ALL_JOBS } from '../../../server/core/job/job-groups.ts';
import { stopsAlerts } from '../../../server/core/notices/notice-hold.ts';
import { troubleView } from '../../../server/core/notices/trouble-notice.ts';
import { lackOf } from '../../../server/core/operation/heartbeat.ts';
import type {
  ChannelVitals,
  TroubleCheck,
  TroubleKind,
  Vitals,
} from '../../../server/core/operation/operational-trouble.ts';
import { troubleWords } from '../../../server/core/operation/trouble-checks.ts';
import { alertUnheard } from '../../../server/core/operation/troubles/alert-unheard.ts';
import { channelFailing } from '../../../server/core/operation/troubles/channel-failing.ts';
import { clockWrong } from '../../../server/core/operation/troubles/clock-wrong.ts';
import { diskLow } from '../../../server/core/operation/troubles/disk-low.ts';
import { noWorker } from '../../../server/core/operation/troubles/no-worker.ts';
import { queueBehind } from '../../../server/core/operation/troubles/queue-behind.ts';
import { createWebClock } from '../../../server/core/time/web-clock.ts';
import { HOUR, MINUTE, SECOND } from '../../../server/core/time.ts';
import { NOW } from '../../support/make.ts';

const GIB = 1024 ** 3;
const WELL: Vitals = {
  at: NOW,
  queue: [],
  disk: null,
  clocks: [],
  channels: [],
  unheard: [],
  pruning: null,
  done: ALL_JOBS,
};

/** Subjects of what a check finds, given those that are open. */
function subjects<K extends TroubleKind>(
  check: TroubleCheck<K>,
  vitals: Partial<Vitals>,
  open: readonly string[] = [],
) {
  const found = check.find({ ...WELL, ...vitals }, (subject) => open.includes(subject));
  return found?.map(({ subject }) => subject) ?? null;
}

describe('a disk', () => {
  const free = (freeBytes: number, totalBytes: number, open: string[] = []) =>
    subjects(diskLow, { disk: { freeBytes, totalBytes } }, open);

  test('is low with less than a twentieth or a gibibyte free', () => {
    expect(free(4.9 * GIB, 100 * GIB)).toEqual(['data']);
    expect(free(5 * GIB, 100 * GIB)).toEqual([]);
    expect(free(0.9 * GIB, 10 * GIB)).toEqual(['data']);
    expect(free(GIB, 10 * GIB)).toEqual([]);
  });

  test('is well again only with clearly more, and says nothing where there is none', () => {
    expect(free(5.5 * GIB, 100 * GIB, ['data'])).toEqual(['data']);
    expect(free(6 * GIB, 100 * GIB, ['data'])).toEqual([]);
    expect(subjects(diskLow, { disk: null })).toBeNull();
  });

  test('is told of as people speak', () => {
    const { title, what } = diskLow.words({ freeBytes: 0.8 * GIB, totalBytes: 40 * GIB });
    expect([title, what]).toEqual(['磁盘快满了', '数据盘只剩 0.8 GB（2.0%）']);
    expect([byteWords(640 * 1024), byteWords(90 * 1024 ** 2), byteWords(1.2 * 1024 ** 4)]).toEqual([
      '640 KB',
      '90 MB',
      '1.2 TB',
    ]);
  });
});

describe('a queue', () => {
  const waits = (kind: 'deliver' | 'import-file', oldestMs: number, open: string[] = []) =>
    subjects(queueBehind, { queue: [{ kind, waiting: 3, oldestMs }] }, open);

  test('is behind when the oldest of a kind waits longer than that kind may', () => {
    expect(waits('deliver', 2 * MINUTE)).toEqual([]);
    expect(waits('deliver', 4 * MINUTE)).toEqual(['deliver']);
    expect(waits('import-file', HOUR)).toEqual([]);
    expect(waits('import-file', 7 * HOUR)).toEqual(['import-file']);
  });

  test('has caught up when it waits for half of that', () => {
    expect(waits('deliver', 2 * MINUTE, ['deliver'])).toEqual(['deliver']);
    expect(waits('deliver', MINUTE, ['deliver'])).toEqual([]);
  });
});

describe('a clock', () => {
  const off = (offsetMs: number, open: string[] = []) =>
    subjects(clockWrong, { clocks: [{ against: 'database', offsetMs }] }, open);

  test('is wrong when it is more than a minute before or behind', () => {
    expect([off(59 * SECOND), off(61 * SECOND), off(-61 * SECOND)]).toEqual([[], ['database'], ['database']]);
    expect([off(40 * SECOND, ['database']), off(20 * SECOND, ['database'])]).toEqual([['database'], []]);
    expect(subjects(clockWrong, { clocks: [] })).toBeNull();
    expect(clockWrong.words({ against: 'web', offsetMs: -95_000 }).what).toBe('本机时钟比网上的时间慢 95 秒');
  });

  test('is held against the middle one of those that are crawled, and against no fewer than three', () => {
    const clock = createWebClock();
    const hear = (host: string, ahead: number) =>
      clock.hear({ host, date: NOW - ahead, from: NOW - 100, to: NOW });
    hear('a', 0);
    hear('b', 90 * SECOND);
    expect(clock.offset(NOW)).toBeNull();
    hear('c', 92 * SECOND);
    expect(clock.offset(NOW)).toBeCloseTo(90 * SECOND - SECOND - 100, -3);
    expect(clock.offset(NOW + HOUR)).toBeNull();
  });

  test('is right where a slow answer was written within its time', () => {
    const clock = createWebClock();
    for (const host of ['a', 'b', 'c'])
      clock.hear({ host, date: NOW - 25 * SECOND, from: NOW - 30 * SECOND, to: NOW });
    expect(clock.offset(NOW)).toBe(0);
  });
});

describe('a channel', () => {
  const well: ChannelVitals = {
    id: 7,
    name: '值班群',
    lastEnds: [],
    waiting: 0,
    waitingSince: null,
    waitingReason: null,
    arrivedAt: null,
  };
  const find = (parts: Partial<ChannelVitals>) =>
    subjects(channelFailing, { channels: [{ ...well, ...parts }] });
  const failed = { status: 'failed', reason: '310000 sign not match' } as const;
  const sent = { status: 'sent', reason: null } as const;

  test('fails when its last three messages did', () => {
    expect(find({ lastEnds: [failed, failed] })).toEqual([]);
    expect(find({ lastEnds: [failed, failed, sent] })).toEqual([]);
    expect(find({ lastEnds: [failed, failed, failed] })).toEqual(['7']);
  });

  test('fails when messages wait and none arrived for a quarter of an hour', () => {
    const waitingSince = NOW - 16 * MINUTE;
    expect(find({ waiting: 1, waitingSince })).toEqual(['7']);
    expect(find({ waiting: 1, waitingSince, arrivedAt: NOW - 5 * MINUTE })).toEqual([]);
    expect(find({ waiting: 1, waitingSince: NOW - 14 * MINUTE, arrivedAt: NOW - HOUR })).toEqual([]);
  });

  test('is told of with what the service said', () => {
    const [trouble] =
      channelFailing.find(
        { ...WELL, channels: [{ ...well, lastEnds: [failed, failed, failed] }] },
        () => false,
      ) ?? [];
    expect(troubleWords(trouble!)).toMatchObject({
      title: '渠道“值班群”发不出去',
      what: '最近 3 条都没有送达，对方的回答：310000 sign not match',
    });
  });
});

test('an alert that reached nobody is told of at once, with why', () => {
  const alert = {
    ...({ alertId: 3, watchName: '供热服务', level: 'II', channels: 1 } as const),
    reason: 'not an http(s) URL',
  };
  expect(subjects(alertUnheard, {})).toEqual([]);
  expect(subjects(alertUnheard, { unheard: [alert] })).toEqual(['3']);
  expect(troubleWords({ kind: 'alert-unheard', detail: alert })).toMatchObject({
    title: '“供热服务”的橙色预警没有通知到任何人',
    what: '发往 1 个渠道，都没有送达，最后一次的原因：not an http(s) URL',
  });
  expect(stopsAlerts({ kind: 'alert-unheard', detail: alert })).toBe(true);
});

test('work that nobody does is told of by what it is for', () => {
  expect(subjects(noWorker, {})).toEqual([]);
  expect(subjects(noWorker, { done: null })).toBeNull();
  expect(subjects(noWorker, { done: ALL_JOBS.filter((kind) => kind !== 'crawl') })).toEqual(['crawl']);
});

describe('what is told', () => {
  const disk = {
    ...({ kind: 'disk-low', subject: 'data', openedAt: NOW - 90 * MINUTE, troubleId: 3 } as const),
    detail: { freeBytes: GIB / 2, totalBytes: 40 * GIB },
  };
  const clock = {
    ...({ kind: 'clock-wrong', subject: 'database', openedAt: NOW, troubleId: 4 } as const),
    detail: { against: 'database', offsetMs: 180_000 } as const,
  };

  test('names what began and what is over, and can be resolved like an outage of a source', () => {
    const view = troubleView({ troubles: { began: [clock], over: [disk] }, at: NOW }, 'http://desk.example');
    expect(view).toMatchObject({
      event: 'feeds.down',
      subject: '运行告警：时钟不准；已恢复：磁盘快满了',
      link: 'http://desk.example/system',
      feeds: [
        { incidentId: -4, name: '时钟不准', state: 'down' },
        { incidentId: -3, name: '磁盘快满了', state: 'recovered' },
      ],
      troubles: [{ kind: 'clock-wrong' }, { kind: 'disk-low' }],
    });
    expect(view.lines[0]).toBe(
      '时钟不准：本机时钟比数据库服务器快 3 分钟。打开时间同步（NTP）；时钟不准时，发布时间、签名和值守排班都会错。',
    );
    expect(view.lines[1]).toContain('历时 90 分钟');
    const over = troubleView({ troubles: { began: [], over: [disk] }, at: NOW }, 'http://desk.example');
    expect([over.event, over.subject]).toEqual(['feeds.recovered', '运行恢复：磁盘快满了']);
  });
});

test('the pipeline lives while passes end and messages are taken', () => {
  const well = { detectedAt: NOW - MINUTE, dueSince: null };
  expect(lackOf(well, NOW)).toBeNull();
  expect(lackOf({ ...well, detectedAt: null }, NOW)).toBe('no-detection');
  expect(lackOf({ ...well, detectedAt: NOW - 4 * MINUTE }, NOW)).toBe('no-detection');
  expect(lackOf({ ...well, detectedAt: NOW + HOUR }, NOW)).toBe('no-detection');
  expect(lackOf({ ...well, dueSince: NOW - 2 * MINUTE }, NOW)).toBeNull();
  expect(lackOf({ ...well, dueSince: NOW - 4 * MINUTE }, NOW)).toBe('outbox-stuck');
});

test('each leg of the way of an alert is measured where both its ends are known', () => {
  const way = (seconds: number): Way => ({
    publishedAt: NOW - 60_000,
    storedAt: NOW - 10_000,
    foundAt: NOW,
    deliveredAt: NOW + seconds * SECOND,
  });
  const ways = [...Array.from({ length: 19 }, (_, i) => way(i + 1)), way(300)];
  const times = deliveryTimes([...ways, { ...way(1), publishedAt: null, deliveredAt: null }]);
  expect(times.foundToDelivered).toEqual({ n: 20, p50: 10_000, p95: 19_000 });
  expect(times.publishedToStored).toEqual({ n: 20, p50: 50_000, p95: 50_000 });
  expect(times.storedToFound.n).toBe(21);
  expect(deliveryTimes([]).publishedToDelivered).toEqual({ n: 0, p50: null, p95: null });
});
