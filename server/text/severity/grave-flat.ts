import type { Severity } from '../../core/reading/analysis.ts';
import { hitsOf } from '../../core/reading/hits.ts';
import { askedOnce } from '../asked-once.ts';
import { type Found, scenesIn } from './grave-scenes.ts';

const SOMEBODY =
  '(?:人|老[人汉张王李赵刘陈太头]|流浪汉|工人|农民工|孩子|男孩|女孩|男子|女子|学生|婴儿|游客|乘客|司机|骑手|环卫工|保安|居民|住户|租客|业主|大姐|大妈|大爷|大叔|阿姨|路人|行人|姑娘|小伙|老师|教师|患者|病人|产妇|[一两二三四五六七八九十几\\d]{1,4}(?:口|条命))';
const WHEN = '(?:当场|最后|最终|后来|还是|就|也|都|已经|到底|竟然?|居然){0,4}';
const DEADLY = '[冻饿热淹烧累摔压砸撞噎电毒病闷打憋呛踩炸晒]死';

/** A death told flatly, in words each of which is everyday by itself. */
const TOLD = new RegExp(
  [
    // 冻死了一个流浪汉, 老张饿死在出租屋里.
    `${DEADLY}了?(?:[一两二三四五六七八九十几\\d]{1,4}[个名位])[^,。!?]{0,4}?${SOMEBODY}|${SOMEBODY}[^,。!?]{0,6}${DEADLY}在`,
    `(?:独居|孤寡|${SOMEBODY}|那户)[^,。!?]{0,12}死在(?:了)?[^,。!?]{0,6}(?:家|屋|房|里|床|车|路|院|楼)`,
    `(?:独居|孤寡)[^,。!?]{0,8}(?<!差点|险些|快要)${DEADLY}了`,
    // 人还是死了; 没了 and 走了 only where somebody was fought for: see FOUGHT.
    `人${WHEN}死了(?!心|机|一样|是不是|会|以后|之后)|(?:老[人汉太]|奶奶|爷爷|那户)[^,。!?]{0,6}(?:走|没|死)了[^,。!?]{1,4}天才?被?(?:人)?(?:发现|知道)`,
    '(?:一家|全家)[三四五六七八几]口[^,。!?]{0,4}(?:只|就)(?:剩|活)[^,。!?]{0,3}[一两他她][个人]?',
    '签了?(?:字)?放弃(?:治疗|抢救)?[,][^。!?]{0,14}走的|(?:医生|大夫|主任)[^,。!?]{0,6}(?:节哀|准备后事|料理后事)',
    `(?:${SOMEBODY}|捞|抬|救|背|送)[^。!?]{0,14}(?:已经|就|都|也|早)?(?:没了?(?:气(?=了|$|[,。!])|呼吸|心跳|脉搏)|断了?气|身[子体]?[都已]?(?:凉|硬|僵)[透了])(?![^,。!?]{0,3}胎)|当场(?:就)?(?:死|没气|没了|走)的?(?=$|[,。!?])`,
    // 没醒过来, 一个没活, 不行了 after an accident or in hospital: see FOUGHT.
    '(?:救护车|120|急救|医生|大夫)[^。!?]{0,16}(?:说|讲)?(?:不用|没必要)(?:再)?(?:拉|送|抢救|救)了',
  ].join('|'),
  'g',
);
/** 抢救了一夜，人没了: gone, where it was a matter of life. */
const GONE =
  /(?:人|大人|孩子|[一两二三四五六七八九十]个)(?:还是|最后|最终|当场|已经|就|也|都|一个){0,4}(?:没了(?=$|[,。!])|没活|没醒过来|没按回来|不行了|走了|不在了|没能?救[回过]来|没保住)(?![^,。!?]{0,6}(?:半条命|影|班))/g;
const isFought = askedOnce(
  /抢救|急[诊救]|救护车|icu|重症|手术|医院|[送拉]医|病危|心梗|脑梗|中毒|触电|溺水|落水|车祸|被撞|撞[了到]|塌|坠|掉下[来去]|[着起失]火|爆炸|工地/,
);
/** 看到账单人没了: only startled, amused or tired. */
const STARTLED = /(?:看[到完见]|听[到完见]|一看|账单|点名|尴尬|社死|[吓笑困累热冷爬跑])[^,。!?]{0,10}$/;
const PLAYED =
  /游戏|副本|这[局把]|[男女][主二配]|主角|反派|编剧|角色|弹幕|狼人|boss|演[练习]|剧|小说|电影|那集|救[回过]来了|差[点一]|险些/;
const isPlayed = askedOnce(PLAYED);

/** 隔壁燃气爆了，墙都塌了; 五金店烧起来了. */
const BLOWN =
  /(?:燃气|煤气|天然气|液化气|气罐|锅炉|电瓶|电动车)[^,。!?]{0,6}爆(?:了|燃|炸)[^。!?]{0,10}(?:塌|飞|碎|伤|烧|没了|掀)|(?:店|房|屋|棚|库|楼|车间|厂)[^,。!?]{0,4}烧起来|火[舌苗][^,。!?]{0,6}(?:窗|楼|顶|墙|树|天)/g;
/** A notice that it is back, and a home in which it is not: 说恢复供暖了，摸着暖气片还是冰的. */
const NOT_BACK =
  /(?:恢复|检修|抢修|不受影响)[^。!?]{0,24}(?:暖气片?|水管|水?龙头|灶|插座|屋里|家里)[^,。!?]{0,6}(?:冰[凉的]|凉的|没[水电气暖]|一滴|打不着)|(?:说|通知)[^。!?]{0,10}(?:来|恢复|通)(?:供|通)?[电水气暖网][^。!?]{0,20}[还仍](?:是|没|在)[^,。!?]{0,4}(?:黑|没|冷|凉|停|来|有|滴)|供[暖水电气][^,。!?]{0,6}(?:天|晚|小时)就停了/g;

const NONE: readonly Found[] = [];

// What each needs: looked for first, since it is quickly found wanting.
const MAY_DIE =
  /死|没了|没[气活醒呼心脉保按救能]|断气|走的|走了|[硬僵凉]|天才|[剩活]|节哀|后事|不用|没必要|不行了|不在了/;
const MAY_BLOW = /爆|烧起来|火[舌苗]/;
const MAY_STOP = /恢复|[来通][电水气暖网]|[检抢]修|不受影响|就停了/;

/** Deaths, fires and outages that a text tells in no listed word; none where it speaks of games or plots. */
export function findUnlistedEvents(text: string): readonly Found[] {
  const told = [
    ...deathsIn(text),
    ...(MAY_BLOW.test(text) ? found('fire_explosion', hitsOf(BLOWN, text)) : NONE),
    ...(MAY_STOP.test(text) ? found('outage', hitsOf(NOT_BACK, text)) : NONE),
    ...scenesIn(text),
  ];
  return told.length > 0 && isPlayed(text) ? NONE : told;
}

/** Whether a text tells of a death in everyday words. */
export function mentionsDeath(text: string): boolean {
  return (deathsIn(text).length > 0 || scenesIn(text, 'death').length > 0) && !isPlayed(text);
}

function deathsIn(text: string): readonly Found[] {
  if (!MAY_DIE.test(text)) return NONE;
  const gone = isFought(text)
    ? hitsOf(GONE, text).filter(({ index }) => !STARTLED.test(text.slice(Math.max(0, index - 12), index)))
    : [];
  return found('death', [...hitsOf(TOLD, text), ...gone]);
}

function found(category: Severity, hits: readonly RegExpExecArray[]): readonly Found[] {
  return hits.map(({ 0: { length }, index }) => ({ category, start: index, end: index + length }));
}

const THING = '(?:手机|电脑|硬盘|数据|论文|文件|稿子|作业|绿萝|多肉|盆栽|[盆这那兰]花|番茄|存档)';
/** What is rescued, dropped, walked or left to go off is no person: 手机抢救了三个小时, 摔了个碗, 走了十几趟. */
const OF_THINGS: ReadonlyMap<Severity, readonly (readonly [word: RegExp, around: RegExp])[]> = new Map([
  [
    'injury',
    [
      [
        /抢救/,
        new RegExp(
          `${THING}(?:还|都|也|又)?抢救|抢救(?:了|一下)?(?:我的|我这|这|那)?${THING}|抢救不过来[^,。!?]{0,3}先放弃`,
        ),
      ],
      [/^摔了/, /摔了个?(?:碗|杯|盘|碟|手机|花瓶|遥控)/],
    ],
  ],
  [
    'death',
    [
      [/^走了/, /走了[一两二三四五六七八九十几多\d]+(?:来|多|几)?(?:[趟步圈层站遍段]|公里|千米)/],
      [/没了/, /(?:票|券|积分|余额|会员|名额|库存|流量|话费|押金|红包|里程)[^,。!?]{0,6}没了/],
      [/^人没了/, /人没了(?:半条命|影|耐心|脾气)/],
    ],
  ],
  ['food_poisoning', [[/^过期/, /(?:家里|冰箱)[^。!?买吃喝]{0,10}过期了?我?(?:才想起|都?忘)/]]],
]);
const AROUND = 14;

/** Whether a grave word is said of a thing, which only its neighbours tell. The models saw it as it stands. */
export function ofThings(text: string, { category, start, end }: Found): boolean {
  const word = text.slice(start, end);
  const around = text.slice(Math.max(0, start - AROUND), end + AROUND);
  return OF_THINGS.get(category)?.some(([told, meant]) => told.test(word) && meant.test(around)) ?? false;
}
