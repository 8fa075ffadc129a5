import { type Aspect, INTENTS, type Intent, type Sentiment } from '../core/reading/analysis.ts';
import { ownsUp } from './bitter-facts.ts';
import type { SignHit } from './cues/signs.ts';
import { isMeantOtherwise } from './intent-aside.ts';
import { isDoubted, isHarmless } from './intent-doubt.ts';
import { isLegalQuestion } from './legal-question.ts';
import type { IntentView } from './model/sentence-models.ts';
import { isNotice } from './notices.ts';
import type { Hit, Reading } from './reading.ts';
import type { Score } from './score.ts';
import { negationsIn } from './sentiment.ts';
import { isRefutation } from './severity/non-events.ts';
import { KIND } from './terms.ts';
import { tellsBadFacts } from './told-facts.ts';

/** Intents are told from here up. */
const MIN_PROBABILITY = 0.5;
const STRONG = 0.8;
const WEAK = 0.4;
/** Told by a pattern: enough by itself. */
const TOLD = 0.6;
/** What is only concluded from the side that is taken is not told where the model holds it for that unlikely. */
const UNLIKELY = 0.06;
/** A question mark or word is no question where the model is as sure as that. */
const NOT_ASKED = 0.1;
/** From this probability on a negative text is a complaint by default. */
const DISPLEASED = 0.4;
const INSTEAD: readonly Intent[] = ['question', 'rumour', 'suggestion', 'help', 'spam'];

// Words of a list that mean its intent only beside another sign of it.
const WEAK_WORDS: Readonly<Partial<Record<Intent, ReadonlySet<string>>>> = {
  question: set(
    '哪里 在哪 哪个 哪家 哪种 如何 怎样 怎么样 是不是 能不能 什么时候 什么情况 多久 多少钱 几点 有没有 为什么 为啥 怎么回事 咋回事 求助 需要什么 多少度 怎么办 咋办 求解 咨询 怎么退',
  ),
  suggestion: set(
    '希望 盼 期待 应该 应当 不如 最好 升级 增加 取消 统一 开通 开放 公开 提升空间 延长 缩短 减少 简化 规范 加强 加大 改善 完善 优化 改进 为什么不 能不能 换成 公示 加装 增设',
  ),
  rumour: set(
    '疑 似乎 貌似 可能是 好像是 内幕 真相 聊天记录 爆料 谣言 有人说 转发扩散 速看 真的假的 是真的吗',
  ),
  help: set(
    '紧急 困在 没人来 冻得 请关注 请领导 找不到人 联系不上 艾特 需要送医 在线等 马上解决 求尽快 尽快处理 急需',
  ),
  spam: set('私聊 私我 兼职 代购 抽奖 批发 贷款 进群 代办 刷单 软文 代理价 扫码进群'),
  escalation_threat: set('申诉 没完 拉群 建群 报警 问政 起诉 信访 消费者协会 工商局 消协 联名'),
  boycott_churn: set('不用了 退货 倒闭 拉黑 转网 投奔 换一家 注销 卸载 退订'),
  complaint: set('举报 垃圾 曝光 无语 后悔 失望 敷衍 凭什么 恶心'),
  praise: set('及时 期待 值得 专业 推荐 感谢 谢谢 多谢 不错 放心 惊喜 自来水 高效 细心 种草 真好 良心'),
};
const BAD_NEWS: ReadonlySet<Intent> = new Set(['complaint', 'boycott_churn', 'escalation_threat']);
const ASKING = /(?:吗|么|呢|多[少远久大高长]|怎么|如何|哪|几|什么|啥|是否|能否|可否|请问|想问|问下|问一下)/;
const OPENS_QUESTION = /(?:想问|请问|问一?下|请教|求问|咨询一?下)/;
// One class of characters is looked for faster than whole words; most texts have none of them.
const MAY_OPEN = /[问教咨]/;
const MAY_PROMOTE = /[加领赚链券招厂价万]/;
const HOPE = /建议|希望|最好|应该|能不能|可以考虑/;
/** What a word of hope adds to a suggestion that is told otherwise, too. */
const HOPED = 0.15;
const MAY_BE_HARMLESS: readonly Intent[] = ['rumour', 'spam'];
const PROMOTION = /(?:加(?:微信|v|薇|q)|免费领|日赚|月入过万|点击链接|优惠券群|招代理|低价出|厂家直销)/;

/** What intents are told by. */
export interface IntentInput {
  readonly reading: Reading;
  readonly sentiment: Sentiment;
  readonly score: Score;
  readonly aspects: readonly Aspect[];
  readonly signs: readonly SignHit[];
  /** What the model says. */
  readonly wants: IntentView;
  /** Whether a grave event is told, too. */
  readonly grave: boolean;
}

/**
 * What the writer wants, most likely first: by word lists and patterns, or by the model, whichever is surer. Complaints
 * are also derived from what is said to be bad.
 */
export function intentsOf(input: IntentInput): { name: Intent; p: number }[] {
  const { listed, wants, aside } = heardIn(input);
  const said = (name: Intent) => Math.max(listed.get(name) ?? 0, wants.get(name) ?? 0);
  const otherwise = INSTEAD.some((name) => said(name) >= MIN_PROBABILITY);
  const heard = { ...input, wants };
  const found: { name: Intent; p: number }[] = [];
  for (const name of INTENTS) {
    const p = likelihood(name, listed.get(name) ?? 0, heard, otherwise);
    if (name === 'spam' && aside.has(name)) continue;
    if (p >= MIN_PROBABILITY) found.push({ name, p: Math.round(p * 1_000) / 1_000 });
  }
  const spam = found.some(({ name }) => name === 'spam');
  const told = spam ? found.filter(({ name }) => name !== 'praise' && name !== 'complaint') : found;
  return told.sort((a, b) => b.p - a.p);
}

interface Heard {
  /** How sure the lists and patterns are of each. */
  readonly listed: ReadonlyMap<Intent, number>;
  readonly wants: IntentView;
  /** What something else was meant by. */
  readonly aside: ReadonlySet<Intent>;
}

/** Without what only sounds like an intent, and what the model doubts. */
function heardIn({ reading, signs, sentiment, wants, grave }: IntentInput): Heard {
  const { text } = reading;
  const said = new Map<Intent, number>();
  const aside = new Set<Intent>();
  const add = (name: Intent, weight: number, start: number, end: number) => {
    if (isMeantOtherwise(name, text, start, end)) aside.add(name);
    else said.set(name, 1 - (1 - (said.get(name) ?? 0)) * (1 - weight));
  };
  for (const hit of reading.of(KIND.intent)) {
    const name = hit.term.name as Intent;
    if (denied(name, reading, hit)) continue;
    add(name, WEAK_WORDS[name]?.has(hit.term.text) ? WEAK : STRONG, hit.start, hit.end);
  }
  for (const { name: full, start, end } of signs) {
    if (!full.startsWith('intent.')) continue;
    const name = full.slice('intent.'.length) as Intent;
    const spared = name === 'boycott_churn' && SPARED.test(text.slice(start, end + 8));
    if (!spared) add(name, TOLD, start, end);
  }
  for (const name of MAY_BE_HARMLESS) {
    const found = said.has(name) || (wants.get(name) ?? 0) >= MIN_PROBABILITY;
    if (!found || grave || !isHarmless(name, text, sentiment, wants)) continue;
    said.delete(name);
    aside.add(name);
  }
  const believed = new Map<Intent, number>();
  for (const [name, p] of said) {
    if (!isDoubted(name, { text, sentiment, model: wants.get(name) ?? 0, grave })) believed.set(name, p);
  }
  if (aside.size === 0) return { listed: believed, wants, aside };
  // The model has no other words to go by than those that were found to mean something else.
  const heard = [...wants].filter(([name]) => !aside.has(name) || said.has(name));
  return { listed: believed, wants: new Map(heard), aside };
}

/** @param listed how sure the lists are */
function likelihood(name: Intent, listed: number, input: IntentInput, otherwise: boolean): number {
  const { reading, sentiment, score } = input;
  const model = input.wants.get(name) ?? 0;
  if (BAD_NEWS.has(name) && !input.grave && isLegalQuestion(reading.text)) return 0;
  // What the model holds for unlikely is not half said: it holds nothing for impossible.
  const said = Math.max(listed, model >= MIN_PROBABILITY ? model : 0);
  const doubted = listed === 0 && model < UNLIKELY;
  switch (name) {
    case 'complaint': {
      const p = complaint(said, input, otherwise) * (doubted ? 0.5 : 1);
      return p >= MIN_PROBABILITY && listed === 0 && blamesNobody(input.reading.text) ? 0 : p;
    }
    case 'praise':
      return praise(said, input) * (doubted ? 0.5 : 1);
    case 'question':
      if (isLegalQuestion(reading.text)) return Math.max(model, STRONG);
      return Math.max(
        model,
        question(listed, reading) * (model < NOT_ASKED && !asksPlainly(input) ? 0.5 : 1),
      );
    case 'suggestion':
      return score.ironic
        ? said * 0.5
        : Math.min(1, said + (said > 0 && HOPE.test(reading.text) ? HOPED : 0));
    case 'spam':
      return MAY_PROMOTE.test(reading.text) && PROMOTION.test(reading.text) ? Math.max(said, 0.8) : said;
    case 'escalation_threat':
      // 已报警: an organisation that answers a rumour threatens no one it serves.
      return isRefutation(input.reading.text)
        ? 0
        : said * (sentiment.label === 1 && BAD_NEWS.has(name) ? 0.5 : 1);
    default:
      return BAD_NEWS.has(name) && sentiment.label === 1 ? said * 0.5 : said;
  }
}

/** Notices, answers to rumours, and those who find that they erred themselves. */
function blamesNobody(text: string): boolean {
  return isNotice(text) || isRefutation(text) || ownsUp(text);
}

function praise(said: number, { sentiment, score, aspects }: IntentInput): number {
  if (sentiment.label !== 1 || score.ironic) return 0;
  return Math.max(
    said > 0 ? Math.max(said, sentiment.positive) : 0,
    score.sum > 0.5 || aspects.length > 0 ? 0.5 + sentiment.positive * 0.45 : sentiment.positive * 0.75,
  );
}

/** Displeasure is a complaint unless the writer only asks, passes on, proposes or calls for help. */
function complaint(
  said: number,
  { reading, sentiment, score, aspects }: IntentInput,
  otherwise: boolean,
): number {
  if (sentiment.label === 1) return said * 0.4;
  const derived =
    sentiment.score <= -0.3 && aspects.some((aspect) => aspect.polarity === -1 || aspect.touchpoint !== null);
  const cued = sentiment.label === -1 && score.cues.some(({ cue }) => cue.weight < 0);
  const displeased = sentiment.label === -1 && sentiment.negative >= DISPLEASED && !otherwise;
  const told = sentiment.label === -1 && said < MIN_PROBABILITY && tellsBadFacts(reading.text) ? TOLD : said;
  const base = sentiment.label === -1 && told > 0 ? Math.max(told, 0.55) : said;
  return Math.max(base, derived || cued || displeased ? 0.5 + sentiment.negative * 0.45 : 0);
}

/** One question word and its mark at the end of what takes no side. */
function asksPlainly({ reading: { text }, sentiment }: IntentInput): boolean {
  return sentiment.label === 0 && text.endsWith('?') && ASKING.test(text);
}

/** A mark alone may be rhetoric; a question word alone may be in passing. Together they ask. */
function question(said: number, reading: Reading): number {
  const rhetorical = reading.of(KIND.rhetorical).length > 0;
  const { text } = reading;
  let asked = false;
  let worded = false;
  for (const clause of reading.clauses) {
    if (!clause.question) continue;
    asked = true;
    worded ||= ASKING.test(text.slice(clause.start, clause.end));
  }
  if (!asked) {
    const opens = MAY_OPEN.test(text) && OPENS_QUESTION.test(text);
    return Math.max(said, opens ? 0.7 : 0) * (rhetorical ? 0.5 : 1);
  }
  const marked = worded ? 0.6 : 0.25;
  return (1 - (1 - said) * (1 - marked)) * (rhetorical ? 0.5 : 1);
}

/** 再也不用跑腿: spared a trouble, and no less a customer. */
const SPARED = /^再也不用(?:[去来到][^,。!?]{1,5})?(?:跑|排|等|担心|求|请假|带|背|抢|早起|愁|熬)/;

function denied(name: Intent, reading: Reading, hit: Hit): boolean {
  if (name !== 'complaint' && name !== 'praise' && name !== 'boycott_churn') return false;
  if (name === 'boycott_churn' && SPARED.test(reading.text.slice(hit.start, hit.end + 8))) return true;
  return negationsIn(reading, Math.max(0, hit.start - 3), hit.start).length % 2 === 1;
}

function set(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}
