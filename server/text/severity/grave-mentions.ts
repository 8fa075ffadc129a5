import { askedOnce } from '../asked-once.ts';
import type { Clause } from '../clauses.ts';
import type { Reading } from '../reading.ts';

// 有没有人吃过拉肚子的, 怎么判断是不是骗钱: somebody asks before anything has happened.
const ASKED =
  /有没有(?:人|朋友|姐妹|谁|大佬|在)?[^,。!?]{0,16}过|(?:怎么|如何|怎样|咋)(?:判断|识别|辨别|分辨|避免|看出)/;
const isAsked = askedOnce(ASKED);
/** 有没有人跟我一样吃过拉肚子的: it has happened to whoever asks. */
const SHARED = /[跟和]我|也|我们?家?(?:被|已|就)/;
// 上吊的道具, 爆炸的特效: part of a show.
const PROP = /^[^,。!?]{0,3}的?(?:道具|桥段|戏份|戏(?=$|[,。!?])|特效|npc|台词|人设|彩蛋|音效)/;
// 火灾逃生的课, 溺水自救知识: taught.
const LESSON =
  /^(?:逃生|自救|预防|防范|急救|应急)(?!通道|出口|门)[^,。!?]{0,4}(?:课|知识|培训|讲座|技能|手册|视频|常识)/;
// 笑到住院, 馋到进急诊: no illness comes of a good thing.
const DELIGHTED =
  /(?:笑|馋|美|帅|甜|香|好吃|好看|可爱|尴尬|激动|萌|爽|社死)(?:到|得|进)(?:我|人|差点|快|直接|都|要|想|原地|当场)*[^,。!?]{0,3}$/;
// 河里漂着垃圾: nobody drowned.
const AFLOAT = /漂(?:着|浮)[^,。!?]{0,4}(?:垃圾|树叶|落叶|浮萍|水草|塑料|泡沫|油|船|鸭|花瓣|气球|死鱼)/;
// 吃了三年，一次都没闹过肚子: what never happened. In any other clause it says that it never did before: 昨晚却炸了.
const NEVER = /(?:一次|从来|从|一直|至今)(?:都|也)?没(?:有)?(?:闹|拉|吃坏|出)过(?:肚子|事(?!后)|毛病|问题)/;
const FOR_YEARS = /^(?:我们?家?)?(?:吃|用|喝|住|开|骑|穿|买)了?[^,。!?]{0,4}年[^,。!?]*$/;
// 鞭炮炸得震天响: a feast, where nobody comes to harm.
const FESTIVE = /(?:鞭炮|爆竹|烟花|礼花)[^,。!?]{0,8}(?:震天|噼里啪啦|响个不停|吵|热闹|好看|漂亮|绚烂)/;
const HARMED = /伤|着火|起火|引燃|烧|血|眼|没了|残|死|碎|塌|崩/;
const NEXT_CLAUSE = 12;
const DELIGHT_REACH = 10;
const TAIL_REACH = 14;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Whether a grave event is only asked after, staged, taught or joked with where it is named. */
export function isReportedAside({ text }: Reading, { start, end }: Span, clause: Clause): boolean {
  const after = text.slice(end, Math.min(clause.end, end + TAIL_REACH));
  if (PROP.test(after) || LESSON.test(after)) return true;
  if (DELIGHTED.test(text.slice(Math.max(clause.start, start - DELIGHT_REACH), start))) return true;
  const told = text.slice(clause.start, clause.end);
  if (AFLOAT.test(told)) return true;
  if (NEVER.test(told) || (FESTIVE.test(told) && !HARMED.test(told))) return true;
  if (FOR_YEARS.test(told) && NEVER.test(text.slice(clause.end, clause.end + NEXT_CLAUSE))) return true;
  if (!isAsked(text)) return false;
  return ASKED.test(told) && !SHARED.test(told);
}
