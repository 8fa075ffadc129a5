import { askedOnce } from '../asked-once.ts';
import { type Clause, clauseAt } from '../clauses.ts';
import type { Hit, Reading } from '../reading.ts';
import { KIND } from '../terms.ts';
import { isFictional } from './fictional.ts';
import { NEEDS, OTHERWISE } from './grave-company.ts';
import { isReportedAside } from './grave-mentions.ts';

/** Around a word, how far its other readings are looked for. */
const AROUND = 10;

/** Whether a listed word means something harmless where it stands. */
export function excluded(reading: Reading, hit: Hit, clause: Clause, exclusions: readonly Hit[]): boolean {
  for (const exclusion of exclusions) {
    if (exclusion.start <= hit.start && exclusion.end >= hit.end) return true;
  }
  const around = reading.text.slice(Math.max(0, hit.start - AROUND), hit.end + AROUND);
  if (OTHERWISE.get(hit.term.text)?.test(around)) return true;
  const needed = NEEDS.get(hit.term.text);
  if (needed !== undefined && !needed.test(around)) return true;
  if (hit.term.name === 'outage' && isAnnouncedWork(reading.text)) return true;
  if (hit.term.name === 'injury' && insured(reading, clause)) return true;
  return isReportedAside(reading, hit, clause) || isFictional(reading, clause);
}

/** Whether all listed words within a span mean something harmless: 死亡搁浅, whatever a model makes of 死亡. */
export function meansOther(
  reading: Reading,
  { start, end }: { readonly start: number; readonly end: number },
  exclusions: readonly Hit[],
): boolean {
  const within = reading.of(KIND.severity).filter((hit) => hit.start < end && hit.end > start);
  return (
    within.length > 0 &&
    within.every((hit) => excluded(reading, hit, clauseAt(reading, hit.start), exclusions))
  );
}

const INSURED =
  /(?:意外险|医疗险|重疾险|寿险|医保|惠民保|保险)[^。!?]{0,14}(?:能|可以|可不可以|怎么|多少|几成|管不管)[^,。!?]{0,4}[报赔]/;
const SOMEBODY = /[他她]|我[妈爸爷奶]|老[公婆人]|儿子|女儿|孩子|同事|朋友|[被把]/;

/** 意外险，摔伤住院能报多少: somebody asks what is covered. */
function insured({ text }: Reading, { sentenceStart, sentenceEnd }: Clause): boolean {
  const sentence = text.slice(sentenceStart, sentenceEnd);
  return INSURED.test(sentence) && !SOMEBODY.test(sentence);
}

const isAnnounced = askedOnce(
  /(?:通知|公告|通告|预告)[::]|因[^,。!?]{1,16}(?:检修|改造|清洗|施工|切换|升级|维护|冲洗|调试|迁改|年检)[^。!?]{0,30}(?:停|中断|暂停)|(?:计划|届时|期间|将)[^,。!?]{0,8}(?:停[水电气暖]|暂停供)|请[^,。!?]{0,8}(?:储水|备水|储备|谅解)|敬请谅解|不便之处|(?:检修|维护|更新|升级)[^。!?]{0,8}(?:请|预计)|停服更新|(?:明[天早晚日]|后天|下周[一二三四五六日末])[^,。!?]{0,10}停[水电气暖](?![了到])|停[水电气暖][^。!?]{0,8}(?:记得|提前)(?:接|储|备|充)|(?:几点|什么时候|啥时候)停[水电气暖]/,
);

// Announced or not, somebody is left in the dark: 停了三天没人管, 就一句敬请谅解.
const isSuffered = askedOnce(
  new RegExp(
    [
      '没人[管接理说解]|(?:没有?|不|从不)(?:提前|任何|事先)?[^,。!?]{0,2}(?:通知|打招呼|说一声)',
      '就[^,。!?]{0,2}一句|只会[说发]|(?<!无)结果|给个?(?:说法|交代)|骂|冻[了得死]|吃不上',
      '[停断]了(?:整整|足足|快|都)?[\\d一两二三四五六七八九十几]+多?天|[停断][水电气暖]了?[^,。!?]{0,3}(?:小时|天)了',
      '(?:全网|系统|服务器)[^,。!?]{0,3}(?:崩|瘫)|整天',
    ].join('|'),
  ),
);

/** Works that were announced are no outage, as long as nobody was taken by surprise. */
export function isAnnouncedWork(text: string): boolean {
  return isAnnounced(text) && !isSuffered(text);
}

const FEARED = /如果|假如|要是|万一|一旦|倘若|以防|防止|避免|杜绝|生怕|担心|隐患|风险|预防/;
const FEARED_FACTOR = 0.5;

/** What is only feared or guarded against alarms nobody; what people threaten to do to themselves does. */
export function fearFactor({ text }: Reading, { start, end }: Clause, category: string): number {
  return category !== 'self_harm' && FEARED.test(text.slice(start, end)) ? FEARED_FACTOR : 1;
}

/** Doubt reaches its clause. */
export function isDoubted(reading: Reading, clause: Clause): boolean {
  for (const { start, end, term } of reading.of(KIND.uncertain)) {
    if (start >= clause.start && end <= clause.end && term.text !== '觉得' && term.text !== '感觉')
      return true;
  }
  return false;
}

// 我要找纪委: whom somebody means to call on has not acted yet.
const CALLED_ON = /(?:找|去|告|打|向|到|让|求|叫|联系|反映给?|@|艾特)[^,。!?]{0,6}$/;
// Words of food and of other goods alike, or of what is found in rooms and walls as well as in dishes.
const ANY_GOODS: ReadonlySet<string> = new Set(
  '召回 检出 异物 不合格批次 过期 变质 发霉 霉变 三无产品 无生产日期 改日期 篡改日期 钉子 玻璃渣 创可贴 蟑螂 苍蝇'.split(
    ' ',
  ),
);
const isEdible = askedOnce(
  /[吃喝食餐饭菜奶饮肉糕糖茶油蛋药鱼虾饼汤粥碗]|酒(?!店)|(?<![结如效成后])果|(?<![厘毫平])米|(?<![里上下外前后对方墙地桌表全])面(?!板|积|前|对)|锅(?!炉)|罐头|零食|超市|厨|外卖/,
);

// 瘫痪 of a body, or of what many use.
const PARALYSED =
  /下肢|半身|全身|四肢|高位|截瘫|脑|腰|脊|腿|术后|打针|病|床|轮椅|神经|致残|[他她](?:就|从此|现在)?瘫|人瘫|老人|孩子|照顾瘫|瘫痪的?[^,。]{0,2}[爸妈哥姐弟妹父母爷奶夫妻儿女人]/;
const WORKS =
  /系统|网络|网站|服务器?|app|平台|热线|电话|客服|交通|地铁|公交|线路|机场|车站|全城|全线|业务|道路|路面|电网|供[水电气暖热]|管网|通信|信号|物流|快递|小程序|支付|数据库|机房|(?<![走跑赶半一铁公])路(?:都|全|也|直接|已经)*瘫|路口|街[^,。]{0,3}瘫/;
const isPassed = askedOnce(/(?:全部|均|都|全|一次性|抽检|检测|检验|复检)[^,。!?]{0,3}(?<!不)合格|合格率/);
// A clean sample beside an act of enforcement takes nothing back.
const isFailed = askedOnce(/不合格|不达标|超标|未达|立案|处罚|罚款|查封|吊销|约谈|责令|拘留|调查|整改/);

/** 我要找纪委; 过期 of goods that nobody eats; 系统瘫痪; 抽检全部合格. */
export function isFalseSense(
  category: string,
  word: string,
  weak: boolean,
  start: number,
  text: string,
): boolean {
  if (word === '瘫痪' && (category === 'injury' || category === 'outage')) {
    const around = text.slice(Math.max(0, start - AROUND), start + AROUND);
    const [body, works] = [PARALYSED.test(around), WORKS.test(around)];
    // Where neither is named, or both are, either may be meant.
    return body !== works && (category === 'injury' ? works : body);
  }
  if (category === 'official' && isPassed(text) && !isFailed(text)) return true;
  if (category === 'food_poisoning') return ANY_GOODS.has(word) && !isEdible(text);
  return category === 'official' && weak && CALLED_ON.test(text.slice(Math.max(0, start - 9), start));
}

const HARM =
  /疹|哭|冻|饿|摔|咳|发烧|病|伤|吐(?!了?奶)|害怕|吓|不过|冷|挤|爬|赶出|轰|[被受遭]骗|骗(?:老|孩|娃|走|钱|了我[妈爸奶爷]|学生|妈|爸)|欺负|打了|堵|晕|危险|安全|呼吸|救|不让|拒|丢|没人管|坏了|难受|受罪|遭罪|瘫|失明|过敏|发抖(?!音)|不便|不方便|孤|走失|噪|扰/;

/** A child or an old person who is merely named in a complaint is no victim. */
export function describesHarm(text: string): boolean {
  return HARM.test(text);
}

const isThanked = askedOnce(
  /感谢|谢谢|多谢|点赞|致敬|暖心|救命之恩|感恩|辛苦了|多亏|医术|很?温柔|细心|耐心|贴心|给力|正能量/,
);
const isBlamed = askedOnce(
  /(?:让|把|害|送)了?(?:我|你|他|她|孩子|老人)(?!们?(?:感|很|安|放|觉|爸|妈)[^,。]{0,4}(?:动|心|暖))[^,。]{0,6}(?:伤|骨折|急诊|住院|昏|晕|吐|拉)|直接进/,
);
const isFoiled = askedOnce(/识破|劝阻|拦[住下截]|保住|追回|挽回|止付|没上当/);

const HELPED: ReadonlySet<string> = new Set(['injury', 'vulnerable', 'discrimination']);

/** 骨折住院，护士很细心; 民警识破诈骗: whoever is thanked for help did no harm. A death or a fire is told all the same. */
export function isThankedHelp(category: string, text: string): boolean {
  if (!isThanked(text) || isBlamed(text)) return false;
  return HELPED.has(category) || (category === 'fraud' && isFoiled(text));
}
