import { askedOnce } from './asked-once.ts';
import type { Clause } from './clauses.ts';
import type { Hit, Reading } from './reading.ts';
import { KIND } from './terms.ts';
import { unreal } from './unreal.ts';

/** Around a word, how far its other readings are looked for. */
const AROUND = 10;

// Words that more than one reading fits: what follows decides.
const OTHERWISE: ReadonlyMap<string, RegExp> = new Map([
  ['死人了', /[卡气急烦慢累愁笑吓丑贵热冷吵恨挤难坑逼疼痒饿困馋闷]死人/],
  ['出血', /大出血|血本/],
  ['跳楼', /跳楼价|跳楼机|跳楼大/],
  ['绝望', /绝望的文盲/],
  ['炸了', /气炸了|炸了锅|心态炸了|肺都炸了/],
  ['崩了', /心态崩了|情绪崩了|绷不住/],
  ['去世', /去世多年/],
  ['苍蝇', /苍蝇小馆|苍蝇馆/],
  ['爆了', /(?:管|胎|电池|阀|水|气|瓶|泡|仓|盘)[^,。]{0,2}爆了|爆了(?:胎|管)/],
  ['实锤', /(?:谁有|有没有|求|没有?|无)实锤/],
  ['爆料', /员工爆料|有爆料称|据爆料/],
  ['住院', /(?:刚|正|在|还)住院|住院(?:部|费|单)/],
  ['被困', /被困[在]?(?:意|难)/],
  ['曝光', /曝光(?:不足|过度|补偿|度|量|时间)|(?:自动|相机|镜头|过度)曝光/],
  ['摔伤', /(?:包装|箱|角|屏|机|壳|果|瓶)[^,。]{0,3}摔伤/],
  ['婴儿', /婴儿(?:车|床|用品|辅食|椅|湿巾)/],
  ['幼儿园', /幼儿园(?:招生|性质|配套|学位|入园|名额)|配套幼儿园/],
  ['示威', /鸣笛示威|示威[性式]/],
  ['打死', /打死(?:卖盐|也|我)/],
  [
    '缝了',
    /缝[^,。]{0,6}(?:扣|衣|裤|裙|校服|衬衫|布|被子|包|洞)|(?:扣|衣|裤|裙|服|衫|布|被子|沙发|包)[^,。]{0,4}缝/,
  ],
  ['没救回来', /球[^,。]{0,2}没救回来|没救回来[^。]{0,5}门将/],
  ['救护车', /让[^,。]{0,4}救护车|救护车[^,。]{0,4}(?:先走|先过|让)|给救护车/],
  ['停电', /地球一小时|停电(?:通知|计划)/],
  ['假酒', /度假酒|休假酒|假酒店/],
  ['死人', /死人不偿命/],
]);

const FOOD = /[吃喝食餐饭菜面汤粥奶饮肉糕饼]|外卖|后厨|碗|盘/;
// What a crowd does that troubles others, or what troubles it.
const STIR =
  /堵|围|讨|维权|抗议|冲|闹|退|跪|对峙|推搡|聚集|罢|停[水电气暖运工]|没[水电气暖网]|断[水电网]|瘫|中毒|受害|被骗|上当|滞留|排队|挤|吐|拉肚|感染|住院|欠|赔|告/;
const REPORTING = /曝|暗访|采访|报道|跟进|介入|来了|上门|拍|找|联系|约|发给|投诉|维权|说法|揭|追问|调查/;

// Words that are grave only in company: 消防 names a corridor before it names a fire.
const NEEDS: ReadonlyMap<string, RegExp> = new Map([
  [
    '消防',
    /消防(?:车|员|队|官兵)?(?:都|已|也)?(?:来|到|赶|出动|救援|灭火|处置|扑)|(?:叫|打|报)[^,。]{0,3}消防/,
  ],
  ['威胁', /威胁(?:我|他|她|人|恐吓|说|要|业主|员工|家人|短信|乘客)|(?:被|遭|受到?|言语|人身|还)威胁/],
  ['停工', /(?:工人|员工|司机|集体|全体|罢|讨薪|抗议)[^。]{0,10}停工|停工[^。]{0,8}(?:抗议|讨薪|维权)/],
  ['119', /[打拨叫]了?119|119(?:来|指挥|报警|出动|到)|消防/],
  ['120', /[打拨叫]了?120|120(?:来|急救|救护|拉|到|送)|急救|救护/],
  ['泄露', /信息|隐私|数据|资料|手机号|身份|客户|用户|密码|个人|账号|名单|住址|聊天|机密|考题|内部|号码/],
  ['下架', /被|责令|要求|强制|全线|全网|紧急|监管|平台|官方|通报|召回/],
  ['创可贴', FOOD],
  ['几百人', STIR],
  ['上百人', STIR],
  ['上千人', STIR],
  ['整个小区', STIR],
  ['全城', STIR],
  ['记者', REPORTING],
  ['爆了', /热搜|话题|视频|评论|全网|微博|抖音|直播|阅读|舆论|词条/],
]);

/** Whether a listed word means something harmless where it stands. */
export function excluded(reading: Reading, hit: Hit, clause: Clause, exclusions: readonly Hit[]): boolean {
  for (const exclusion of exclusions) {
    if (exclusion.start <= hit.start && exclusion.end >= hit.end) return true;
  }
  const around = reading.text.slice(Math.max(0, hit.start - AROUND), hit.end + AROUND);
  if (OTHERWISE.get(hit.term.text)?.test(around)) return true;
  const needed = NEEDS.get(hit.term.text);
  if (needed !== undefined && !needed.test(around)) return true;
  if (hit.term.name === 'outage' && announced(reading.text)) return true;
  return unreal(reading, clause);
}

/** Works that were announced are no outage: nobody was taken by surprise. */
export const announced = askedOnce(
  /(?:通知|公告|通告|预告)[::]|因[^,。!?]{1,16}(?:检修|改造|清洗|施工|切换|升级|维护|冲洗|调试|迁改|年检)[^。!?]{0,30}(?:停|中断|暂停)|(?:计划|届时|期间|将)[^,。!?]{0,8}(?:停[水电气暖]|暂停供)|请[^,。!?]{0,8}(?:储水|备水|储备|谅解)|敬请谅解|不便之处|(?:检修|维护|更新|升级)[^。!?]{0,8}(?:请|预计)|停服更新|(?:几点|什么时候|啥时候)停[水电气暖]/,
);

const FEARED = /如果|假如|要是|万一|一旦|倘若|以防|防止|避免|杜绝|生怕|担心|隐患|风险|预防/;
const FEARED_FACTOR = 0.5;

/** What is only feared or guarded against alarms nobody; what people threaten to do to themselves does. */
export function feared({ text }: Reading, { start, end }: Clause, category: string): number {
  return category !== 'self_harm' && FEARED.test(text.slice(start, end)) ? FEARED_FACTOR : 1;
}

/** Doubt reaches its clause. */
export function doubted(reading: Reading, clause: Clause): boolean {
  for (const { start, end, term } of reading.of(KIND.uncertain)) {
    if (start >= clause.start && end <= clause.end && term.text !== '觉得' && term.text !== '感觉')
      return true;
  }
  return false;
}

// 我要找纪委: whom somebody means to call on has not acted yet.
const CALLED_ON = /(?:找|去|告|打|向|到|让|求|叫|联系|反映给?|@|艾特)[^,。!?]{0,6}$/;
// Words of food and of other goods alike.
const ANY_GOODS: ReadonlySet<string> = new Set(
  '召回 检出 异物 不合格批次 过期 变质 发霉 霉变 三无产品 无生产日期 改日期 篡改日期'.split(' '),
);
const isEdible = askedOnce(/[吃喝食餐饭菜奶饮酒肉糕糖茶果米面油蛋药鱼虾饼]|罐头|零食|超市|厨/);

/** 我要找纪委; 过期 of goods that nobody eats. */
export function besides(category: string, word: string, weak: boolean, start: number, text: string): boolean {
  if (category === 'food_poisoning') return ANY_GOODS.has(word) && !isEdible(text);
  return category === 'official' && weak && CALLED_ON.test(text.slice(Math.max(0, start - 9), start));
}

const HARM =
  /疹|哭|冻|饿|摔|咳|发烧|病|伤|吐(?!了?奶)|害怕|吓|不过|冷|挤|爬|赶出|轰|[被受遭]骗|骗(?:老|孩|娃|走|钱|了我[妈爸奶爷]|学生|妈|爸)|欺负|打了|堵|晕|危险|安全|呼吸|救|不让|拒|丢|没人管|坏了|难受|受罪|遭罪|瘫|失明|过敏|发抖(?!音)|不便|不方便|孤|走失|噪|扰/;

/** A child or an old person who is merely named in a complaint is no victim. */
export function harmed(text: string): boolean {
  return HARM.test(text);
}
