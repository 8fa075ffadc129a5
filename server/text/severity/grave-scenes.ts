import type { Severity } from '../../core/reading/analysis.ts';
import { hitsOf } from '../../core/reading/hits.ts';
import { askedOnce } from '../asked-once.ts';

/** A grave event that stands in a text in no listed word. */
export interface Found {
  readonly category: Severity;
  readonly start: number;
  readonly end: number;
}

const SOME = '[好几一两二三四五六七八九十数\\d]{1,4}';
const PERSON =
  '(?:小工|工人|民工|工友|学生|孩子|男孩|女孩|男[子的]|女[子的]|老[人头太]|姑娘|小伙|保安|骑手|妇女|大爷|大妈|钓鱼的|环卫工|遗体|尸体?|人(?=$|[,。!?]))';

const FRAIL =
  '(?:爷爷|奶奶|外[婆公]|姥[姥爷]|爸爸?|妈妈?|父亲|母亲|老[人伴公婆]|儿子|女儿|孩子|婴儿|早产儿|病人|患者|伤[者员])';

interface Scene {
  readonly category: Severity;
  /** Looked for first, since it is quickly found wanting. */
  readonly may: RegExp;
  readonly told: RegExp;
  /** What makes another thing of it. */
  readonly unless?: RegExp;
}

const GUARDED = /避免|防止|以免|谨防|严禁|一旦|如果|万一|要是/;
const LINE = '(?:[电光线]缆|电线|线路|水管|管[道线网]|主管|燃气管?|煤气管?|天然气管?|供[水热]管|暖气管)';
const CUT = '(?:挖|钻|打|碰|刨|铲|撞|勾|砸)(?:断|穿|破|坏|漏|裂|爆)';
const OFF =
  '(?:停[水电气暖网供]|没[了水电气暖网]|断[水电气网供]|中断|漏[水气]|[水电气暖]都?没了|喷|用不了|开不了)';

/** Told by what is seen of it, in words each of which is everyday by itself. */
const SCENES: readonly Scene[] = [
  {
    // 河边抬上来的，是个小工: nobody alive is told of so.
    category: 'death',
    may: /上来|上岸|捞出/,
    told: new RegExp(
      `(?:[河江湖海塘井坑沟渠]|水库|水里|水下)[^。!?]{0,8}(?:抬|捞|打捞)(?:上来|上岸|出来)[^。!?]{0,8}?(?:是|个|名|位|具)[^,。!?]{0,10}?${PERSON}`,
      'g',
    ),
    unless:
      /没事|获救|救活|缓过来|醒|喘|脱险|无恙|哇哇|演练|模型|(?:上来|上岸|出来)[^。!?]{0,10}(?:手机|鱼|垃圾|扔|丢|掉)/,
  },
  {
    category: 'death',
    may: /硬|凉|僵/,
    told: /(?:挖|抬|捞|扒|刨|埋|发现)[^。!?]{0,12}人(?:都|已经|就|早就?)+(?:硬|凉|僵)(?:了|透)/g,
    unless: /空调|风吹|等车/,
  },
  {
    category: 'death',
    may: /没[能撑挺熬坚]/,
    told: /没(?:能)?(?:撑|熬|挺|坚持)到(?:了)?(?:医院|手术|急诊|救护车|救援|120)/g,
    unless: /手机|没电|电量|电池|油箱|鞋|充电/,
  },
  {
    // 吸氧的老人没撑过去; not an exam, a shift or a diet.
    category: 'death',
    may: /没能?[撑熬挺]/,
    told: new RegExp(`${FRAIL}[^,。!?]{0,10}没能?(?:撑|熬|挺)(?:住|过(?:去|来|那|这|今)|到天亮)`, 'g'),
    unless:
      /^(?!.*(?:医|120|救护|急救|icu|抢救|吸氧|氧气|呼吸|病危|停[电暖]|零下|急诊|床位|手术|人没了|转院))|考试|军训|加班|[上下]班|游戏|手机|减肥|笑|睡着|救回|缓过来|脱离危险|住院观察/,
  },
  {
    category: 'death',
    may: /走的(?:时候|那|当)/,
    told: new RegExp(`${FRAIL}[^,。!?]{0,4}走的(?:时候|那[天晚]|当[天晚])`, 'g'),
    unless:
      /^(?!.*(?:救护车|120|急诊|抢救|氧|床位|icu|手术|病房|遗))|[送接]|打车|开车|[上下]班|拿|带[了着走]|出院/,
  },
  {
    // 烫死两人; 冻死人了 is a manner of speaking, but not beside whoever carries bodies away.
    category: 'death',
    may: /死了?[好几一两二三四五六七八九十数\d]|死人了/,
    told: new RegExp(
      `(?<![快要会能怕得都想]|差点|差一点|险些|几乎)(?:[冻饿热淹烧摔压砸撞噎电毒闷憋呛踩炸晒烫勒轧])死了?${SOME}(?:名|个|位)?人(?!份|才)`,
      'g',
    ),
  },
  {
    category: 'death',
    may: /死人了/,
    told: /[冻热饿闷渴淹砸]死人了/g,
    unless: /^(?!.*(?:桥洞|涵洞|天桥下|流浪|法医|殡|尸|遗体|家属|抬走|拉走|救护车|120|警察|封锁))/,
  },
  {
    // 豆浆喝倒了好几个人; with spirits it is a contest.
    category: 'food_poisoning',
    may: /[吃喝]倒/,
    told: new RegExp(`[吃喝]倒了?${SOME}(?:个|名|位|口)?(?:人|孩子|学生|老人|工人|同学|同事)?`, 'g'),
    unless: /酒|白的|敬|酒量|杯|[吃喝]倒了?[一二三\d](?:片|棵)/,
  },
  {
    category: 'food_poisoning',
    may: /吃坏/,
    told: new RegExp(`吃坏了?${SOME}(?:个|名|位|桌|家|车)?(?:人|孩子|娃|学生|同学|同事|老人|班|桌)`, 'g'),
  },
  {
    category: 'fraud',
    may: /关机|失联|空号|不上|不通|跑了/,
    told: /(?:老板|负责人|店长|教练|校长|电话)[^,。!?]{0,6}(?:关机|失联|空号|联系不上|打不通|跑了)/g,
    unless:
      /^(?!.*(?:年卡|会员|充值|预付|学费|定金|押金|课时|储值|办卡))|^(?!.*(?:锁了?门|门锁|拉走|搬[空走]|人去|转租|大门紧闭|关了?门|撤场))/,
  },
  {
    // 从四楼走廊翻了出去; whoever flees a fire or a burglar is another matter.
    category: 'self_harm',
    may: /[翻跳跨爬]了?[出下]/,
    told: /(?<!(?:猫|狗|鸟|贼|小偷)[^。!?]{0,8})从(?:[一二两三四五六七八九十\d]+楼|楼顶|天台|阳台|窗户?)[^,。!?]{0,6}[翻跳跨爬]了?(?:出去|下去|下来)/g,
    unless: /火|烟|逃|贼|小偷|救|猫|狗|演|电影|剧|游戏|安全绳|蹦极/,
  },
  {
    category: 'fire_explosion',
    may: /着过/,
    told: /着过(?:火|[一两三几]次火?|[一两三几]回|[一两三几]场)/g,
    unless: /^(?!.*(?:烧|火|消防|冒烟))|迷|凉|急/,
  },
  {
    category: 'fire_explosion',
    may: /烧了/,
    told: new RegExp(`车[^。!?]{0,14}烧了?${SOME}[台辆]`, 'g'),
    unless: /油|钱|脑|显卡|主板|电脑|烧烤/,
  },
  {
    category: 'self_harm',
    may: /手腕|手臂|胳膊/,
    told: /(?:手腕|手臂|胳膊)[^,。!?]{0,6}(?:全是|都是|一道道?|好几道|几道)[^,。!?]{0,3}(?:口子|血口|刀口|血痕|划痕|伤口)/g,
    unless: /^(?!.*(?:反锁|自己|割|刀|不想|抑郁|遗书|宿舍))|猫|狗|草|刺|纸箱|树枝|玻璃|搬|干活|做饭|切菜/,
  },
  {
    category: 'outage',
    may: /未能?恢复|没(?:有)?恢复/,
    told: /(?:未能?|没有?)(?:完全|全部)?恢复(?:正常)?(?:供[水电气暖热应]|通[水电气]|用[水电气])/g,
    unless: /后未恢复|如未|若未|不属实/,
  },
  {
    category: 'outage',
    may: /[挖钻打碰刨铲撞勾砸][断穿破坏漏裂爆]/,
    told: new RegExp(
      `${CUT}[^。!?]{0,8}?${LINE}[^。!?]{0,24}?${OFF}|${LINE}[^,。!?]{0,10}?${CUT}[^。!?]{0,24}?${OFF}`,
      'g',
    ),
    unless: GUARDED,
  },
];

/** Events that a text tells by what was seen of them; those of one category where it is given. */
export function scenesIn(text: string, only?: Severity): readonly Found[] {
  return SCENES.flatMap(({ category, may, told, unless }) => {
    if (only !== undefined && category !== only) return [];
    if (!may.test(text) || unless?.test(text)) return [];
    return hitsOf(told, text).map(({ 0: { length }, index }) => ({
      category,
      start: index,
      end: index + length,
    }));
  });
}

const isBroken = askedOnce(new RegExp(`${CUT}[^。!?]{0,8}?${LINE}|${LINE}[^,。!?]{0,10}?${CUT}`));

/** Whether works broke what they should not have touched: no announced works, however politely it is told. */
export function brokenAtWorks(text: string): boolean {
  return isBroken(text) && !GUARDED.test(text);
}
