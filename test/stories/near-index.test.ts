import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lettersOf } from '../../server/stories/letters.ts';
import { createNearIndex } from '../../server/stories/near-index.ts';
import { passagesOf } from '../../server/stories/passages.ts';

const SUBJECTS = ['城东水厂', '幸福里物业', '云州地铁', '第三小学', '海风外卖', '星河影院', '南站广场'];
const DEEDS = [
  '昨晚突然停运',
  '收费没有公示',
  '客服电话占线',
  '消防通道被堵',
  '退款拖了半月',
  '扶梯倒行伤人',
];
const WISHES = ['希望尽快给个说法', '已经有人报警', '孩子老人都在等', '现场照片在评论区', '求媒体来看看'];

/** Texts of which each has passages of its own. */
function textOf(id: number): string {
  const pick = (from: readonly string[], by: number) => from[Math.floor(id / by) % from.length] ?? '';
  const own = Array.from({ length: 14 }, (_, at) =>
    String.fromCharCode(0x4e00 + ((id * 37 + at * 911) % 20_000)),
  );
  return `${pick(SUBJECTS, 1)}${own.join('')}${pick(DEEDS, 7)},${pick(WISHES, 42)}`;
}

const read = (text: string) => passagesOf(lettersOf(null, text));

test('a cut, a framed and a plain copy find the post among ten thousand', () => {
  const index = createNearIndex(16_384);
  for (let id = 0; id < 10_000; id++) index.add(id, read(textOf(id)));
  for (let id = 0; id < 10_000; id += 97) {
    const text = textOf(id);
    for (const copy of [text, text.slice(0, 20), `有人说“${text}”,你们信吗`]) {
      expect(index.find(read(copy)), copy).toContain(id);
    }
  }
});

test('the oldest are forgotten first', () => {
  const index = createNearIndex(100);
  for (let id = 0; id < 250; id++) index.add(id, read(textOf(id)));
  expect(index.size).toBe(100);
  const known = Array.from({ length: 250 }, (_, id) => id).filter((id) =>
    index.find(read(textOf(id))).includes(id),
  );
  expect(known).toEqual(Array.from({ length: 100 }, (_, n) => 150 + n));
});

test('what was asked before changes no answer, and looking adds nothing', () => {
  const index = createNearIndex(1_000);
  for (let id = 0; id < 500; id++) index.add(id, read(textOf(id)));
  fc.assert(
    fc.property(fc.array(fc.nat(999), { minLength: 1, maxLength: 20 }), (ids) => {
      const first = ids.map((id) => index.find(read(textOf(id))));
      expect(ids.map((id) => index.find(read(textOf(id))))).toEqual(first);
      expect(index.size).toBe(500);
    }),
  );
});

test('an index filled again with what is left of the window answers the same', () => {
  const [long, short] = [createNearIndex(200), createNearIndex(200)];
  for (let id = 0; id < 500; id++) long.add(id, read(textOf(id)));
  for (let id = 300; id < 500; id++) short.add(id, read(textOf(id)));
  for (let id = 0; id < 500; id++) {
    expect(long.find(read(textOf(id)))).toEqual(short.find(read(textOf(id))));
  }
});

test('a million posts fit into 300 MB', () => {
  const perPost = createNearIndex(10_000).bytes / 10_000;
  expect(perPost * 1_048_576).toBeLessThan(300_000_000);
});
