import { askedOnce } from '../asked-once.ts';

/** What both are told with: 没等到床位就走了, 没等到位子就走了. */
const WAITED = /等[到不]/;
const WENT = /^走[了的]/;
/** 老人没等到: where a model cuts the words. */
const CUT = /人没$/;

const KIN =
  '(?:爷爷|奶奶|外[婆公]|姥[姥爷]|爸爸?|妈妈?|父亲|母亲|爹|娘|老[人伴公婆]|儿子|女儿|孩子|娃|婴儿|早产儿|丈夫|妻子|[哥弟姐妹叔姨舅婶]|姑娘|小伙|病人|患者|伤[者员]|工友|同事|[他她])';
/** Who is ill waits for something else than who queues. */
const AWAITED_BY_THE_ILL =
  /医(?:生|院)(?:说|让|叫)|救护车|120|急[救诊]|抢救|手术|床位|病床|icu|转院|配型|[肾肝]|骨髓|移植|器官|[退特][烧效]药|呼吸机|吸氧|氧气|救援|消防|化疗|疫苗|血浆|输血|尘肺|癌|重症|[心脑]梗|等到天亮/;
const GONE = new RegExp(
  [
    '(?<!等到)人(?:就|都|已经?|先|也)?[走没]了|[走没]的?那[天晚年]|最后一面|咽气|断气|闭眼|离世|去世|遗(?:体|书|言|照|嘱|愿)',
    `(?:天亮|天没亮|凌晨|夜里|半夜|当晚|上个?月|上周|去年|零下)[^,。!?]{0,6}(?:走的|走了)(?=$|[,。!?])`,
    `${KIN}[^,。!?]{0,8}(?:没|未)(?:能)?(?:等到|撑|熬|挺)[^,。!?]{0,8}天亮`,
  ].join('|'),
);
/** Who walks, drives, comes back or complains afterwards has only gone away. */
const ALIVE = new RegExp(
  [
    '先走|走(?:人|回|着|路|去|过|到|楼|开|[一二两三四五六七八九十几\\d]+(?:里|公里|站|分钟|个?小时|趟))|开走|走了[一二两三四五六七八九十几\\d半]+(?:里|公里|站|分钟|个?(?:多)?小时)',
    '叫号|取号|排[了着]?队|再也不来|回[家去]|改天|下次|明天再|上班|差评|取消|退[款了票货单]|自己(?:走|修|去)',
    '(?<![等到见])我(?![妈爸爷奶家姥老哥弟姐妹儿女外叔姨舅的们])[^,。!?看握抱守陪送他她它眼]{0,8}走|我们(?:就|都|也)?走',
  ].join('|'),
);
const isOfIll = askedOnce(AWAITED_BY_THE_ILL);
const isGone = askedOnce(GONE);
const isAlive = askedOnce(ALIVE);
const OF_KIN = new RegExp(`${KIN}[^,。!?]{0,4}$`);
/** What anybody waits for, and goes when it does not come. */
const EVERYDAY =
  /^[^,。!?]{0,6}(?:车|公交|地铁|号|[座空]位|位[子置]|菜|餐|外卖|快递|货|款(?!待)|师傅|维修|修|客服|服务员|店员|老师|放学|下课|下班|开[门馆园场业]|电梯|中介|回[复电]|电话|报告|结果|办|收废品|人(?=$|[,。!?]))/;

/** A word that a model takes for a death, and what stands around it. */
interface Told {
  readonly whole: string;
  readonly before: string;
  readonly after: string;
  readonly word: string;
}

/** 打车走的, 我凌晨走的: of who merely goes this must be said. */
const isOnTheWay = askedOnce(
  /打(?:了)?车[^,。!?]{0,3}走|自己(?:打|开|坐|骑)[^,。!?]{0,3}走|(?<![等到见把])我(?:就|都|也|先|自己|直接|只好|凌晨|半夜|昨晚|早上)*走/,
);
/** What nobody does who is being mourned. */
const isWell = askedOnce(/打(?:了)?车|自己(?:打|开|坐|骑)|换了?(?:一)?[家个]|没事/);
/** What the dead are owed: 父亲没等到赔偿款. */
const OWED =
  /^[^,。!?]{0,6}(?:(?:拆迁|赔偿|抚恤|养老|救命|工伤|工)[^,。!?]{0,3}[款金钱资费]|工伤认定|判决|开庭|平反|真相|团圆|婚礼)/;

/** Whether such a word tells of somebody who went away: 没等到号就走了. */
export function leftAlive({ whole, before, after, word }: Told): boolean {
  if (WENT.test(word)) return isOnTheWay(whole);
  if (!WAITED.test(word) && !(CUT.test(word) && after.startsWith('等'))) return false;
  if (isWell(whole)) return true;
  if (isOfIll(whole)) return false;
  const ofKin = OF_KIN.test(before);
  if (ofKin && (isGone(whole) || OWED.test(after))) return false;
  return isAlive(whole) || EVERYDAY.test(after) || !ofKin;
}
