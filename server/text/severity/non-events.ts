import type { Severity } from '../../core/reading/analysis.ts';
import { askedOnce } from '../asked-once.ts';
import { isSparedHere } from '../relief.ts';
import { leftAlive } from './left-alive.ts';

/** A grave word as the lists or the models found it. */
export interface GraveWord {
  readonly category: Severity;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

interface Around {
  readonly whole: string;
  readonly before: string;
  readonly after: string;
  readonly word: string;
}

/** Characters that are looked at before a word, and after it. */
const REACH = 40;
const AFTER = 16;

/**
 * Whether a grave word tells of no event by what stands around it: denied by whoever answers a rumour, joked of oneself
 * or a thing, asked about in general, or part of an advertisement. Asked after the models, who saw it as it stands.
 */
export function isNonEvent(whole: string, { category, text: word, start, end }: GraveWord): boolean {
  const before = whole.slice(Math.max(0, start - REACH), start);
  const around: Around = { whole, before, after: whole.slice(end, end + AFTER), word };
  if (refuted(category, around, whole.slice(end))) return true;
  return (
    JESTS.get(category)?.(around) === true || askedInGeneral(category, around) || advertised(category, whole)
  );
}

/** Longer texts are no short answer to a rumour. */
const MAX_ANSWER_LENGTH = 400;
const HEARD_BEFORE =
  /(?:网[上络]?(?:流|疯)?传|网上[^,。!?]{0,3}说|流传|网友(?:称|说|发)|谣传|传言|关于|针对|所谓)[^。!?]{0,24}$/;
const HEARD_AFTER =
  /^[^,。!?]{0,8}(?:传闻|传言|谣言|的?说法|一事|(?:的|等)?(?:消息|视频|图片|截图|帖子|言论))/;
const isAnswer = askedOnce(
  /回应|声明|说明|通报|公告|澄清|辟谣|经[^,。!?]{0,8}(?:核查|排查|调查|核实|检测|鉴定|勘验|查证)|警方|官方|公安|我[司行院校局]/,
);
/** That it did not happen; not that nobody is to blame, or that it happened otherwise: 不存在延误抢救, 实为变压器爆炸. */
const CLEARED = new RegExp(
  [
    '不属实|不实(?!施)|与事实不符|子虚乌有|(?:纯属|均为|系|为)[^,。!?]{0,6}(?:谣言|虚构|捏造|误传|编造|伪造|摆拍|拼接|合成)',
    '(?:一事|情况|情形|行为|问题|事件)[^,。!?]{0,8}不存在|不存在(?:该|此|上述|网传|所谓|相关)[^,。!?]{0,6}',
    '(?:实为|其实是)(?![^,。!?]{0,12}[爆炸火死伤毒塌漏坠])|(?:系统|数据库?|账户)未(?:被|遭)(?:入侵|攻击|窃取)',
    '(?:为|是|系)[^,。!?]{0,8}(?:年前的?|往年的?|旧|外[省地市]的?)(?:图|视频|闻|照片|事|截图|画面)',
  ].join('|'),
);
/** Somebody answers the answer, or it admits the event. */
const isDisputed = askedOnce(
  /(?:^|[,。!?])[^,。!?]{0,4}(?:但(?!不)|可是|然而|却|其实不|可(?![以能])|结果(?!显示|表明))|我(?:家|们家|妈|爸|孩子|同学|亲)|亲眼|明明|呵呵|谁信|凭什么|打脸|反转|(?<!不)属实|甩锅|嘴硬/,
);
/** What happened all the same, told outside the rumour: 致3人死亡 is part of what was heard. */
const ADMITTED = /(?<![未没无]|没有|并未)(?:造成|致|确有|实际)[^,。!?]{0,8}(?:[死伤亡]|中毒|住院|送医|被困)/;
const RUMOUR = new RegExp(
  `(?:网[上络]?(?:流|疯)?传|流传|谣传|传言|关于|针对|所谓)[^。!?]{1,60}?(?:$|(?=${CLEARED.source}))`,
  'g',
);
const isEnforced = askedOnce(/立案|罚款|罚没|吊销|查封|责令|停业|停产|约谈|问责|免职|逮捕|起诉|处罚/);
const RUMOURER = /(?:造谣|传谣|编造|散布|发布)[^。!?]{0,10}(?:者|人|网民|账号|[男女]子|某)[^。!?]*/g;

const NOTHING_FOUND = /未(?:发现|检出|查[出见到]|见)/;
const HEARD = /网[上络]?(?:流|疯)?传|流传|谣|传言|传闻|所谓|一事|的说法/;

/** Whether a text answers a rumour, and says that there is nothing in it: it blames nobody. */
export function isRefutation(text: string): boolean {
  if (text.length > MAX_ANSWER_LENGTH || !isAnswer(text) || !HEARD.test(text) || isDisputed(text))
    return false;
  if (ADMITTED.test(text) && ADMITTED.test(text.replaceAll(RUMOUR, ''))) return false;
  return CLEARED.test(text) || NOTHING_FOUND.test(text);
}

const FORGED = /^(?:伪造|编造|造假|造谣)/;

function refuted(category: Severity, { whole, before, after, word }: Around, rest: string): boolean {
  if (!isRefutation(whole)) return false;
  // 警方通报：网传…不实: the police act against nobody but who made it up.
  if (category === 'official') return !isEnforced(whole.replace(RUMOURER, ''));
  if (FORGED.test(word)) return HEARD_BEFORE.test(before);
  return (HEARD_BEFORE.test(before) || HEARD_AFTER.test(after)) && CLEARED.test(rest);
}

/** 我人没了, 我当场去世: whoever writes it lives. Not 我猝死的同事. */
const ONESELF =
  /(?:^|[^是把让叫给])我(?:人|整个人|真的?|直接|当场|原地|瞬间|立刻|马上|简直|差点|已经|快要?|都|也|就|又|要|真要)*$|(?:原地|就地)$/;
const DESPAIR = /不想活|活着|遗书|跳|逼|药|你们|算了|绝望/;
const THINGS =
  /(?<![拿攥握看玩抱对捏刷开修][着了]?)(?:钱包|余额|花呗|信用卡|膝盖|老?腰|舌头|味蕾|鼻子|屁股|脖子|眼睛|耳朵|嗓子|发际线|头发|脑细胞|大脑|电量|流量|手机|电脑|耳机|键盘|鼠标|显卡|硬盘|电池|车子|洗衣机|冰箱|空调)(?:都|也|又|直接|当场|瞬间|彻底|已经|终于|光荣|正式|原地|突然|提前|快|要|就)*$/;
const LAUGHED = /(?:笑|乐)(?:到|得)(?![^,。!?]{0,10}[摔撞掉倒噎呛])[^,。!?]{0,10}$/;
const EXCITED =
  /(?:全(?:组|班|寝|群|网|场|公司|部门|办公室|校)|我们?(?:组|班|寝室?|部门)|同事们?|大家|所有人|粉丝们?|弹幕)(?:里|都|也|直接|瞬间|当场|集体|彻底|全)*$/;
const isHurt = askedOnce(/伤|塌|碎|火|烟|消防|巨响|燃气|煤气|锅炉|气罐|瓶|管|送医|医院|死/);
/** 打呼噜像拖拉机爆炸: what is likened is one's own noise or looks. */
const LIKENED =
  /(?:打呼噜?|打鼾|呼噜声?|嗓门|脾气|心情|脑子|房间|头发|发型|妆|唱歌|跑调)[^,。!?]{0,4}(?:像|跟|和)[^,。!?]{0,6}$/;

function ofOneself({ before, after, whole, word }: Around): boolean {
  if (THINGS.test(before)) return true;
  const self = ONESELF.test(before) || (word.startsWith('我人') && !before.endsWith('把'));
  return self && !after.startsWith('的') && !DESPAIR.test(whole);
}

/** 慢死了, 难用死了, 饭都已经凉了; people do die of cold and heat. */
const OF_ANYTHING = /(?:[慢卡急烦丑贵笑吵腻坑蠢笨堵挤]|难[^,。!?]{1,2})$/;
const COLD = /凉了?$/;
const isServed = askedOnce(/饭|菜|餐|汤|外卖|粥|饼|面条|米线|奶茶|咖啡|披萨|火锅|炸鸡|薯条|烤串/);
const isBody = askedOnce(
  /(?<![主客别骑本个等让气])人(?:都|就|在|已|早|找|也|$|[,。!?])|尸|遗体|身[子体]|手脚|呼吸|老[人头太]|[爷奶]奶|爷爷|医|救护|抢救/,
);

function isHyperbole({ word, before, whole }: Around): boolean {
  if (word === '死了') return OF_ANYTHING.test(before);
  return COLD.test(word) && isServed(whole) && !isBody(whole);
}

const isLost = askedOnce(
  /骗|亏|跑路|提[现不]|暴雷|爆雷|血本|本金|忽悠|误导|兑付|逾期|飞单|拿不回|老[人太]|假|要钱|关门|保险|起底|踹/,
);
const isOfBanking = askedOnce(/转账|余额|汇款|缴费|话费|查[询账]|功能/);
const FORM = /^(?:注册|姓名|身份证?)$/;
const isLogin = askedOnce(/登[录陆]|注册|密码|验证码|账号|[填输]|实名|提示/);
const isLeaked = askedOnce(
  /泄|[出倒贩]?卖[了给]|外[流传]|流出|骚扰|诈骗|骗子|推销|陌生|贷款电话|电话[^。!?]{0,8}(?:不断|十几|天天|一天)|曝光|贴|公示|公开|晒|别人的|[被遭]盗|被查|偷|知道我|报出|[冒盗]用|发到|抖音|告诉|全部|都对|群里/,
);

const DATA = /(?:信息|隐私|数据|资料|密码|号码|身份)[^,。!?]{0,6}$/;

const JESTS: ReadonlyMap<Severity, (around: Around) => boolean> = new Map([
  [
    'death',
    (around) => ofOneself(around) || LAUGHED.test(around.before) || leftAlive(around) || isHyperbole(around),
  ],
  ['discrimination', ({ word, whole }) => word === '乡巴佬' && /[蛋鸡]|袋装|豆干/.test(whole)],
  // 买理财: a thing that banks sell.
  ['fraud', ({ word, whole }) => word === '理财' && isOfBanking(whole) && !isLost(whole)],
  // 注册要填姓名: asked for, and told to nobody.
  ['privacy_leak', ({ word, whole }) => FORM.test(word) && isLogin(whole) && !isLeaked(whole)],
  ['outage', ({ before, whole }) => isSparedHere(before, whole)],
  ['injury', ({ before }) => LAUGHED.test(before)],
  ['self_harm', ({ after }) => /^式(?!袭击|爆炸|炸弹|攻击|的?死)/.test(after)],
  [
    'fire_explosion',
    ({ before, whole, word }) =>
      (word === '泄漏' && DATA.test(before)) ||
      LIKENED.test(before) ||
      (word === '炸了' && EXCITED.test(before) && !isHurt(whole)),
  ],
]);

const isAsking = askedOnce(/哪|怎么|如何|需要|什么|吗|几点|几[个天]|多少|[赔报管保]不[赔报管保]|有没有|求/);
/** Somebody it happened to, or a time at which it did. */
const isOfSomebody = askedOnce(
  /[他她]|我(?:妈|爸|爷|奶|老|家|们|弟|姐|哥|妹|同|朋|被)|老[公婆人]|儿子|女儿|同事|朋友|邻居|[昨前]天|昨晚|今早|上周|上个?月|刚刚?|[一两三四五\d]个?人|工友|不给|不肯|拒|拖/,
);
/** 猝死算工伤吗, 重疾险赔不赔, 骨折术后去哪家医院好: about what may befall anybody. */
const IN_GENERAL =
  /(?:险|医保|工伤)[^。!?]{0,14}[赔报保算管]|算(?:不算)?[^,。!?]{0,6}(?:吗|么|不)|哪[家个][^,。!?]{0,4}医院[^。!?]{0,8}(?:好|靠谱|推荐|合适|强)/;
/** 死亡证明去哪办; a detector that is bought and does not ring. */
const PAPER = /^(?:(?:责任|意外|财产|伤害)?险(?!情|些)|证明|证(?!实|据)|赔偿金|抚恤金|保险金|率)/;
const DETECTOR = /^[^,。!?]{0,4}(?:报警器|探测器|检测仪|警报器|报警仪|监测仪)/;
const RINGS = /响|叫|失灵|没反应/;
const CLINIC = /(?:哪|有没有|附近|几点|挂)[^,。!?]{0,14}$/;
const isBodily = askedOnce(/摔|撞|烫|伤|断|血|砸|昏|晕|抽|咬|中毒|触电/);
/** Whatever is eaten, or what comes of it; without either no food has poisoned anybody. */
const isOfFood = askedOnce(
  /[吃喝食餐饭菜奶饮酒肉蛋糕菌面粉汤粥水果茶鱼虾糖油盐米药吐泻拉腹肚肠毒疹馊臭霉虫蝇鼠]|外卖|后厨|过敏|诺如|异物|变质|过期|厨/,
);

const MAY_BEFALL: ReadonlySet<Severity> = new Set(['death', 'injury', 'labor']);
const isBlamed = askedOnce(/被|撞|砸|塌|害|私了|不赔|不认|凭什么|老板|公司|没人/);

function askedInGeneral(category: Severity, { whole, before, after, word }: Around): boolean {
  if (category === 'food_poisoning' && !isOfFood(whole)) return true;
  if (DETECTOR.test(after) && !RINGS.test(whole)) return true;
  if (!isAsking(whole) || isOfSomebody(whole)) return false;
  if (PAPER.test(after)) return true;
  if (MAY_BEFALL.has(category) && IN_GENERAL.test(whole) && !isBlamed(whole)) return true;
  return category === 'injury' && word === '急诊' && CLINIC.test(before) && !isBodily(whole);
}

const isOffer = askedOnce(
  /批发|领券|预约热线|私信咨询|私信|加[vV微薇]|点击(?:主页|链接|下方)|橱窗|下单立减|限时|优惠价|日结|免费(?:咨询|检测|上门)|名额有限|专业[^,。!?]{0,6}团队|代办/,
);
/** Told as having happened, however much it sounds like an offer: 加微信刷单，结果被骗两万. */
const isTold = askedOnce(
  /我|[他她]|[昨前]天|昨晚|今[早天]|上周|刚刚?|骗了|被骗|结果|居然|竟然|报警|了(?=[,。!?]|$)|曝光|举报|小心|警惕[^,。!?]{0,4}(?:骗|陷阱)/,
);
const SOLD: ReadonlySet<Severity> = new Set(['fraud', 'fire_explosion', 'injury', 'death', 'privacy_leak']);

/** 火灾逃生必备，批发价: what an advertisement frightens with. */
function advertised(category: Severity, whole: string): boolean {
  return SOLD.has(category) && isOffer(whole) && !isTold(whole);
}
