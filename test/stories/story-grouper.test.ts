import { expect, test } from 'vitest';
import { DAY, HOUR } from '../../server/core/time.ts';
import { createStoryGrouper } from '../../server/stories/story-grouper.ts';

const START = Date.UTC(2026, 2, 1);

/** Of one event in other words each; the next event is of the same kind. */
const BRIDGE = [
  '【云州长江二桥发生连环追尾】今天早上7点多,云州长江二桥北向南方向六车连环追尾,两人受伤送医,桥面一度封闭。',
  '今早云州长江二桥六车追尾!两名伤者已经送医院,交警说桥面封闭到九点,上班的朋友请绕行。',
  '堵在长江二桥上一个小时了,前面六车追尾,听说有两人受伤送医,交警还在现场。',
];
const TUNNEL = [
  '海宁隧道昨夜一辆油罐车侧翻起火,消防员两小时扑灭明火,司机已经救出,隧道双向关闭。',
  '油罐车在海宁隧道里侧翻,火光冲天,消防员连夜灭火,司机获救,今天隧道仍然双向关闭。',
];
const BANK = '江畔银行手机银行今天又登录不上,客服电话排队三十分钟没人接,转账全部失败。';

function makeGrouper() {
  let story = 0;
  let id = 0;
  const grouper = createStoryGrouper({ nextStory: () => ++story });
  return {
    ...grouper,
    size: () => grouper.size,
    touched: () => grouper.touched,
    post: (
      text: string,
      more: { readonly at?: number; readonly id?: number; readonly copyOf?: number } = {},
    ) => ({
      id: more.id ?? ++id,
      at: more.at ?? START + id * HOUR,
      title: null,
      text,
      copyOf: more.copyOf ?? null,
    }),
    newStory: () => ++story,
  };
}

type Grouper = ReturnType<typeof makeGrouper>;

const addAll = (grouper: Grouper, texts: readonly string[]) =>
  texts.map((text) => grouper.add(grouper.post(text)));

/** Stories that hold the posts after a repair. */
function afterRepair(grouper: Grouper, stories: readonly number[]): number[] {
  const found = [...stories];
  for (const repair of grouper.repair()) {
    if (repair.kind === 'merge') {
      for (const [at, story] of found.entries()) if (story === repair.from) found[at] = repair.into;
    } else for (const post of repair.posts) found[post - 1] = repair.into;
  }
  return found;
}

test('the same event in other words joins; another event of its kind, and another subject, do not', () => {
  const grouper = makeGrouper();
  expect(addAll(grouper, [...BRIDGE, ...TUNNEL, BANK])).toEqual([1, 1, 1, 2, 2, 3]);
});

test('the same calls give the same stories; a post added again keeps its story', () => {
  const texts = [...TUNNEL, BANK, ...BRIDGE, ...TUNNEL];
  const [one, other] = [makeGrouper(), makeGrouper()];
  const stories = addAll(one, texts);
  expect(addAll(other, texts)).toEqual(stories);
  expect(one.repair()).toEqual(other.repair());
  expect(one.add(one.post('全然不同的另一句话', { id: 1 }))).toBe(stories[0]);
  expect(one.size()).toBe(texts.length);
});

test('a copy belongs to the story of its original, whatever it says', () => {
  const grouper = makeGrouper();
  const [bridge] = addAll(grouper, [BRIDGE[0] as string, BANK]);
  expect(grouper.add(grouper.post(`转发:${BANK}`, { copyOf: 1 }))).toBe(bridge);
});

test('a repair joins two halves that turn out to be one; the older story stays', () => {
  const grouper = makeGrouper();
  const [first, second] = [grouper.newStory(), grouper.newStory()];
  grouper.place(grouper.post(BRIDGE[0] as string), first);
  grouper.place(grouper.post(BRIDGE[1] as string), second);
  grouper.place(grouper.post(BRIDGE[2] as string), second);
  expect(grouper.repair()).toEqual([{ kind: 'merge', from: second, into: first }]);
  expect(grouper.add(grouper.post(BRIDGE[2] as string))).toBe(first);
  expect(grouper.describe(second)).toBeNull();
});

test('a repair takes a story apart that is two; the older part keeps the number', () => {
  const grouper = makeGrouper();
  const mixed = grouper.newStory();
  for (const text of [...BRIDGE, ...TUNNEL]) grouper.place(grouper.post(text), mixed);
  expect(grouper.repair()).toEqual([{ kind: 'split', from: mixed, into: mixed + 1, posts: [4, 5] }]);
  expect(grouper.add(grouper.post(TUNNEL[0] as string))).toBe(mixed + 1);
});

test('what a person joined is never taken apart, and takes up what comes', () => {
  const grouper = makeGrouper();
  const stories = addAll(grouper, [...BRIDGE, ...TUNNEL]);
  grouper.merge(2, 1);
  for (const text of [...BRIDGE, ...TUNNEL]) grouper.add(grouper.post(text));
  expect(
    afterRepair(
      grouper,
      stories.map(() => 1),
    ),
  ).toEqual(stories.map(() => 1));
  expect(grouper.add(grouper.post(TUNNEL[1] as string))).toBe(1);
});

test('what a person took apart is never joined again, also by way of a third story', () => {
  const grouper = makeGrouper();
  addAll(grouper, BRIDGE);
  const own = grouper.newStory();
  grouper.split(1, own, [2]);
  expect(grouper.repair()).toEqual([]);
  grouper.place(grouper.post(BRIDGE[1] as string), own);
  expect(grouper.repair()).toEqual([]);
  const third = grouper.newStory();
  grouper.place(grouper.post(BRIDGE[0] as string), third);
  expect(grouper.repair()).toHaveLength(1);
  expect(grouper.repair()).toEqual([]);
});

test('what was said of a story holds for the part that a repair takes from it', () => {
  const grouper = makeGrouper();
  const [mixed, own] = [grouper.newStory(), grouper.newStory()];
  for (const text of [...BRIDGE, ...TUNNEL, TUNNEL[0] as string]) grouper.place(grouper.post(text), mixed);
  grouper.split(mixed, own, [6]);
  expect(grouper.repair()).toEqual([{ kind: 'split', from: mixed, into: own + 1, posts: [4, 5] }]);
  expect(grouper.repair()).toEqual([]);
});

test('the older half of a story that was two fades from its own last post on', () => {
  const storyOfWorks = (at: number) => {
    const grouper = makeGrouper();
    const mixed = grouper.newStory();
    for (const text of BRIDGE) grouper.place(grouper.post(text), mixed);
    for (const text of TUNNEL) grouper.place(grouper.post(text, { at: START + 10 * DAY }), mixed);
    expect(grouper.repair()).toMatchObject([{ kind: 'split', posts: [4, 5] }]);
    return grouper.add(grouper.post('云州长江大桥下周开始加固,夜间封闭单侧车道,施工到年底', { at }));
  };
  expect(storyOfWorks(START + HOUR)).toBe(1);
  expect(storyOfWorks(START + 10 * DAY)).toBe(3);
});

test('what was said before a restart holds after it', () => {
  const grouper = makeGrouper();
  const [one, two, mixed] = [grouper.newStory(), grouper.newStory(), grouper.newStory()];
  grouper.place(grouper.post(BRIDGE[0] as string), one);
  grouper.place(grouper.post(BRIDGE[1] as string), two);
  for (const text of [BANK, BANK, ...TUNNEL]) grouper.place(grouper.post(text), mixed);
  grouper.keepApart(one, two);
  grouper.keepWhole(mixed);
  expect(grouper.repair()).toEqual([]);
});

test('old posts are forgotten; an event heard of again after weeks is a new story', () => {
  const grouper = makeGrouper();
  addAll(grouper, BRIDGE);
  grouper.forget(START + 20 * DAY, 100);
  expect(grouper.size()).toBe(0);
  expect(grouper.describe(1)).toBeNull();
  expect(grouper.add(grouper.post(BRIDGE[0] as string, { at: START + 21 * DAY }))).toBe(2);
});

test('of too many posts those that came first are forgotten, whatever times they have', () => {
  const grouper = makeGrouper();
  // One from years ago among them: no time cuts off the rest.
  const ages = [0, 400 * DAY, 0, 0];
  for (const [at, age] of ages.entries()) {
    grouper.add(grouper.post([...BRIDGE, BANK][at] as string, { at: START - age }));
  }
  grouper.forget(START - 500 * DAY, 2);
  expect(grouper.size()).toBe(2);
  expect(grouper.describe(1)?.medoid).toBe(3);
});

test('a repair looks at so many stories and leaves the others for the next, none of them forgotten', () => {
  const texts = [...BRIDGE, ...TUNNEL, BANK];
  const [whole, parts] = [makeGrouper(), makeGrouper()];
  for (const grouper of [whole, parts]) {
    for (const text of texts) grouper.place(grouper.post(text), grouper.newStory());
  }
  const found = whole.repair();
  expect(found).toHaveLength(3);
  const bits = [parts.repair(2), parts.repair(2)];
  expect(parts.touched()).toBeGreaterThan(0);
  bits.push(parts.repair(2));
  expect(bits.flat()).toEqual(found);
});

test('what may join again is joined', () => {
  const grouper = makeGrouper();
  const [one, two] = [grouper.newStory(), grouper.newStory()];
  grouper.place(grouper.post(BRIDGE[0] as string), one);
  grouper.place(grouper.post(BRIDGE[1] as string), two);
  grouper.keepApart(one, two);
  expect(grouper.repair()).toEqual([]);
  grouper.letJoin(one, two);
  grouper.place(grouper.post(BRIDGE[2] as string), two);
  expect(grouper.repair()).toEqual([{ kind: 'merge', from: two, into: one }]);
});

test('a story is told by its most central post and by words its posts share', () => {
  const grouper = makeGrouper();
  addAll(grouper, [BRIDGE[0] as string, '六车追尾', ...BRIDGE.slice(1)]);
  const told = grouper.describe(1);
  expect([1, 3, 4]).toContain(told?.medoid);
  expect(told?.keywords.join(' ')).toMatch(/追尾/);
});

test('of posts that were read, the words are whole: no ends and beginnings of others', () => {
  const texts = [
    '朋友家已经23度了,卧室正好,换热站检修',
    '我家已经21度了,卧室也好,换热站检修',
    '楼下家已经19度了,卧室太冷,换热站检修',
    '老张家已经24度了,卧室很热,换热站检修',
  ];
  const tell = (words?: readonly string[]) => {
    const grouper = makeGrouper();
    const story = grouper.newStory();
    for (const text of texts) grouper.place({ ...grouper.post(text), ...(words && { words }) }, story);
    return grouper.describe(story)?.keywords ?? [];
  };
  expect(tell()).toContain('度了');
  const told = tell(['卧室', '换热站', '检修']);
  expect(told.toSorted()).toEqual(['卧室', '换热站检修']);
});

test('numbers of people are no words that tell a story', () => {
  const grouper = makeGrouper();
  addAll(
    grouper,
    BRIDGE.map((text) => `伤者家属 qq1234567 iphone15 ${text}`),
  );
  const told = grouper.describe(1)?.keywords.join(' ') ?? '';
  expect(told).toContain('iphone15');
  expect(told).not.toContain('1234567');
});

test('texts without a letter, and one beyond all measure, get stories too', () => {
  const grouper = makeGrouper();
  expect(addAll(grouper, ['', '!!!', '……'])).toEqual([1, 2, 3]);
  expect(grouper.add(grouper.post('长江二桥'.repeat(100_000)))).toBe(4);
  grouper.repair();
  expect(grouper.describe(1)).toEqual({ medoid: 1, keywords: [] });
});

test('a story of a thousand posts is called after one that is like most of them', () => {
  const grouper = makeGrouper();
  const story = grouper.newStory();
  grouper.place(grouper.post(BANK), story);
  for (let n = 0; n < 1_000; n++) grouper.place(grouper.post(BRIDGE[n % 3] as string), story);
  const told = grouper.describe(story);
  expect(told?.keywords.join(' ')).toContain('追尾');
  expect(told?.medoid).toBeGreaterThan(1);
});
