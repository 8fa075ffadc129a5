import type { Instant } from '../core/time.ts';
import type { Channel, DemoPost } from './history.ts';
import type { StoryClock } from './story-clock.ts';

interface Line {
  /** Seconds after the story starts. */
  readonly s: number;
  readonly channel: Channel;
  readonly author: string;
  readonly title?: string;
  readonly text: string;
}

/**
 * 第一幕: the first cold day, three districts without heat. Its first three posts are on one page, so that they are
 * found together, however the feeds are read.
 */
const NO_HEAT: readonly Line[] = [
  {
    s: 3,
    channel: 'forum',
    author: '北苑一棵松',
    title: '春晖家园停暖了？',
    text: '城北区春晖家园暖气片冰凉，整栋楼停暖，云川热力一个通知都没有，家里才14度',
  },
  {
    s: 6,
    channel: 'forum',
    author: '小雨转晴',
    text: '今天零下十二度，云川热力停暖，暖气摸上去跟冰一样，冻得孩子直哭',
  },
  {
    s: 9,
    channel: 'forum',
    author: '铁路小区老周',
    text: '铁路小区也停暖了，换热站那边在冒烟，城北区是不是都停供了？云川热力出来说句话',
  },
  {
    s: 12,
    channel: 'board',
    author: '匿名市民甲',
    title: '反映纺织小区停暖',
    text: '河西区纺织小区从早上六点停暖，家里有八十岁老人，室温13度，云川热力电话一直占线没人接',
  },
  {
    s: 15,
    channel: 'video',
    author: '和平里的猫',
    text: '和平里小区停暖加一，河西区群里都炸了，云川热力什么时候恢复',
  },
  {
    s: 18,
    channel: 'forum',
    author: '学府路小李',
    text: '开发区学府名苑停暖，说是爆管，云川热力抢修到现在没说什么时候恢复',
  },
  {
    s: 21,
    channel: 'video',
    author: '一只北极熊',
    text: '星河湾小区停暖，开发区的举手，云川热力交了热费就这服务，太差了',
  },
  {
    s: 24,
    channel: 'board',
    author: '匿名市民乙',
    title: '枫林家园停暖无人处理',
    text: '开发区枫林家园停暖六个小时，报修三次没人来，孩子发烧了，要求云川热力马上解决',
  },
  {
    s: 27,
    channel: 'forum',
    author: '河畔人家',
    text: '河西区河畔花园停暖，物业说是换热站的事，云川热力说是物业的事，踢皮球',
  },
  {
    s: 30,
    channel: 'video',
    author: '松涛苑三单元',
    text: '松涛苑停暖，零下十二度第一天就掉链子，云川热力太让人失望了',
  },
  {
    s: 33,
    channel: 'forum',
    author: '纺织厂老宿舍',
    text: '纺织小区还是停暖，老人冻得不行，云川热力的热线打了二十遍都是忙音',
  },
  { s: 36, channel: 'video', author: '春晖妈妈', text: '春晖家园停暖，宝宝才三个月，云川热力你们管不管' },
  {
    s: 40,
    channel: 'board',
    author: '匿名市民丙',
    title: '大面积停暖请给说法',
    text: '城北区河西区开发区大面积停暖，云川热力没有公告没有恢复时间，请给个说法',
  },
];

/** 第二幕: a recording of the hotline goes round. */
const HOTLINE: readonly Line[] = [
  {
    s: 42,
    channel: 'video',
    author: '录音的人',
    text: '云川热力客服录音流出：“冷就多穿点，打我们电话也没用”，接线员态度恶劣还挂我电话',
  },
  {
    s: 44,
    channel: 'forum',
    author: '转给大家听听',
    title: '云川热力热线录音',
    text: '云川热力客服录音流出：“冷就多穿点，打我们电话也没用”，接线员态度恶劣还挂我电话',
  },
  {
    s: 46,
    channel: 'video',
    author: '路过的风',
    text: '云川热力客服录音流出：“冷就多穿点，打我们电话也没用”，接线员态度恶劣还挂我电话',
  },
  {
    s: 48,
    channel: 'video',
    author: '冬天的早晨',
    text: '听完云川热力的录音气炸了，停暖一天还骂人，什么态度',
  },
  {
    s: 50,
    channel: 'forum',
    author: '城北老张',
    text: '热线接线员不耐烦，说话冷漠，云川热力就这么对待停暖的老百姓？必须投诉',
  },
  {
    s: 52,
    channel: 'video',
    author: '星河湾业主',
    text: '云川热力客服爱答不理，问什么时候来暖直接挂断，太欺负人了',
  },
  {
    s: 54,
    channel: 'board',
    author: '匿名市民丁',
    title: '投诉云川热力客服态度',
    text: '投诉云川热力热线工号不报、态度恶劣、敷衍推诿，停暖九小时没人负责',
  },
  { s: 56, channel: 'forum', author: '枫林三号楼', text: '我也被云川热力客服怼过，语气特别差，一问三不知' },
  {
    s: 58,
    channel: 'video',
    author: '小城记录',
    text: '停暖不可怕，可怕的是云川热力客服那句“冷就多穿点”，寒心',
  },
  {
    s: 60,
    channel: 'video',
    author: '不想上班',
    text: '云川热力客服录音流出：“冷就多穿点，打我们电话也没用”，接线员态度恶劣还挂我电话',
  },
  {
    s: 62,
    channel: 'forum',
    author: '铁路小区老周',
    text: '已经打12345投诉云川热力，停暖不说，客服还羞辱老人',
  },
  {
    s: 64,
    channel: 'video',
    author: '学府小陈',
    text: '云川热力客服态度冷冰冰，停暖十个小时没人上门，我家老人冻感冒了',
  },
  {
    s: 66,
    channel: 'news',
    author: '云川晚报',
    title: '多小区停暖 热线录音引争议',
    text: '今日气温骤降，城北、河西、开发区多小区停暖。网传云川热力热线录音引发不满，记者致电该公司，截至发稿无人接听。',
  },
  {
    s: 68,
    channel: 'board',
    author: '匿名市民戊',
    text: '云川热力热线敷衍群众，家里有透析病人，停暖到现在没有一个说法，非常失望',
  },
];

/** 第三幕: a rumour of a poisoning, and the hot list. */
const RUMOUR: readonly Line[] = [
  {
    s: 84,
    channel: 'video',
    author: '听说而已',
    text: '听说纺织小区有老人烧炭取暖一氧化碳中毒送医院了，就因为云川热力停暖，真的假的？',
  },
  {
    s: 86,
    channel: 'forum',
    author: '河西消息',
    title: '纺织小区出事了？',
    text: '网传河西区停暖后有老人烧炭中毒，没救回来，云川热力压下来了，不知真假',
  },
  {
    s: 88,
    channel: 'video',
    author: '转发一下',
    text: '网传河西区停暖后有老人烧炭中毒，没救回来，云川热力压下来了，不知真假',
  },
  { s: 90, channel: 'video', author: '小雨转晴', text: '群里都在传停暖冻出人命了，云川热力瞒报？求证实' },
  {
    s: 92,
    channel: 'forum',
    author: '北苑一棵松',
    text: '有人说救护车去了纺织小区，疑似煤气中毒，云川热力停暖害的',
  },
  {
    s: 94,
    channel: 'video',
    author: '和平里的猫',
    text: '据说一家三口烧炭取暖中毒，云川热力停暖十几个小时，太可怕了',
  },
  {
    s: 96,
    channel: 'board',
    author: '匿名市民己',
    title: '请核实停暖中毒传闻',
    text: '网传纺织小区停暖后老人一氧化碳中毒，请云川热力和有关单位核实公布，大家都很害怕',
  },
  {
    s: 98,
    channel: 'forum',
    author: '河畔人家',
    text: '听说中毒的是一对老夫妻，云川热力再不公布消息大家只能信了',
  },
  { s: 100, channel: 'video', author: '一只北极熊', text: '云川热力停暖上热搜了，中毒的传闻到底是不是真的' },
  {
    s: 102,
    channel: 'video',
    author: '录音的人',
    text: '网传河西区停暖后有老人烧炭中毒，没救回来，云川热力压下来了，不知真假',
  },
  {
    s: 104,
    channel: 'forum',
    author: '学府路小李',
    text: '业主群拉群维权了，云川热力停暖加上中毒的事，几百人说明天一起去要说法',
  },
  {
    s: 106,
    channel: 'video',
    author: '春晖妈妈',
    text: '不敢烧炭，开空调又跳闸，云川热力停暖逼得人没办法，还有中毒的传闻，害怕',
  },
];

/** The rumour goes round while nobody answers. */
const PASSED_ON: readonly Line[] = Array.from({ length: 18 }, (_, i) => ({
  s: 87 + i,
  channel: i % 2 === 0 ? 'video' : 'forum',
  author: `河西住户${i + 1}`,
  text: [
    '网传河西区停暖后有老人烧炭中毒，没救回来，云川热力压下来了，不知真假',
    `云川热力停暖十几个小时了，${i + 1}号楼老人冻得发抖，电话没人接，太让人寒心了`,
  ][i % 2] as string,
}));

const HOT_WORD = '云川热力停暖';
/** When the story's word enters the demo hot list, and how it climbs. */
const HOT_LIST: readonly { readonly s: number; readonly rank: number }[] = [
  { s: 76, rank: 19 },
  { s: 99, rank: 8 },
];

/** Seconds until the last line is told, at the story's own pace. */
export const STORY_SECONDS = 110;

/** The story told so far: every post whose moment has come, oldest first. */
export function storySoFar(clock: StoryClock, now: Instant): readonly DemoPost[] {
  const told = clock.seconds(now);
  return [...NO_HEAT, ...HOTLINE, ...RUMOUR, ...PASSED_ON].flatMap(({ s, ...line }, index) =>
    s > told ? [] : [{ ...line, id: `story-${index}`, at: clock.momentOf(s) }],
  );
}

/** The demo hot list at a moment: twenty words in order. */
export function hotWords(clock: StoryClock | null, now: Instant): readonly string[] {
  const words = Array.from({ length: 20 }, (_, i) => `演示热榜第${i + 1}条`);
  const told = clock?.seconds(now) ?? 0;
  const entry = HOT_LIST.findLast(({ s }) => told >= s);
  if (entry) words[entry.rank - 1] = HOT_WORD;
  return words;
}
