import type { Severity } from '../../core/reading/analysis.ts';
import { hitsOf } from '../../core/reading/hits.ts';
import { askedOnce } from '../asked-once.ts';
import { sentenceAt } from '../sentence-at.ts';
import type { Found } from './grave-scenes.ts';

/*
 * Asked after the models, which were taught few of these: events that are told plainly, in words that the lists lack,
 * and in spellings that keep a word from being found.
 */

interface Plain {
  readonly category: Severity;
  /** Looked for first. */
  readonly may: RegExp;
  readonly told: RegExp;
  /** What makes another thing of it. */
  readonly unless?: RegExp;
}

const SOME = '[一两二俩仨三四五六七八九十几好多数\\d]{1,3}';
const KIN = '(?:爷爷|奶奶|外[婆公]|姥[姥爷]|阿[公婆伯姨嫲]|爸爸?|妈妈?|娘|爹|父亲|母亲|舅舅?|叔|哥|姐|弟|妹)';
const CHILD = '(?:小?孩子?|娃娃?|宝宝|婴儿|幼儿|儿子|女儿|闺女|男孩|女孩|学生|小朋友)';
const ADULT =
  '(?:工友|同事|工人|员工|邻居|老[人公婆]|患者|病人|乘客|路人|行人|司机|骑手|医生|护士|老师|保安|女生|他|她)';
const ANYBODY = `(?:${KIN}|${CHILD}|${ADULT})`;
const ENDS = '(?=[,。!?;\\s]|$)';
const ONLY_NEARLY = '(?<!快要?|都要|差点|险些|[会能怕想笑]|迟早要?|早晚要?|可能|非得|将)';

const DEATHS: readonly Plain[] = [
  {
    // Like 去世: 过世三年 is remembered, not told.
    category: 'death',
    may: /过[世身]/,
    told: /(?<![没不经路走去错难通透超])(?:过世|过身)(?=了|的消息|[,。!?\s]|$)(?!了?(?:多年|很久|[前后那时之]|[^,。!?]{0,3}[一两二三四五六七八九十几\d]+多?[年载]))/g,
    unless: /遗产|过户|公证|祭|清明|忌日|梦见|怀念|想念|早年|小时候|古代|历史/,
  },
  {
    // 出人命了 has happened; 要出人命, 人命关天 are what people say of any danger.
    category: 'death',
    may: /人命/,
    told: new RegExp(
      `(?<![要会别怕没想等]|迟早|早晚|可能|差点|险些|非得|避免|防止|会不会)(?:出了|闹出了?|搞出了?|弄出了?|出过|背上?了?)(?:好?${SOME}条)?人命(?!关)|(?<![要会别怕没等]|迟早|早晚|可能|差点)出人命了|${SOME}条人命(?![^,。!?]{0,4}(?:关天|才))`,
      'g',
    ),
    unless: /等[^,。!?]{0,6}(?:出了|闹出)人命|非要[^,。!?]{0,6}人命/,
  },
  {
    category: 'death',
    may: /[断咽]了?[下]?(?:最后一口)?气/,
    told: new RegExp(
      `(?:${ANYBODY}|人)[^,。!?]{0,10}${ONLY_NEARLY}(?:咽了?气|断了?气|咽下了?最后一口气)(?!管|垫)`,
      'g',
    ),
    unless: /忍气|[停供]气|燃气|天然气|暖气|断电|停水|笑/,
  },
  {
    category: 'death',
    may: /没了|莫得/,
    told: new RegExp(
      `(?:小孩|孩子|娃|${KIN}|老[人公婆]|工友)(?:说没|人)?(?:就|已经|都|当场|突然)?(?:没了|莫得了)${ENDS}|${KIN}(?:[^,。!?]{0,4}(?:[送到进在][^,。!?]{0,8}|[\\d一二两三四五六七八九十几]+[岁天]))?就(?:没了|莫得了)${ENDS}`,
      'g',
    ),
    unless: /丢|走失|找不到|走散|票|钱|影|脾气|耐心|玩|积分|会员|套餐/,
  },
  {
    category: 'death',
    may: /救回来?|没起来|走了/,
    told: new RegExp(
      `(?:就|只|才)救[回活]来?[了]?[一两二三四五\\d](?:个(?!存档|号)(?:人|大人|孩子|老人)?(?=[,。!?]|$)|口)|倒[在下][^。!?]{0,12}再也?没(?:能)?起来|在[^,。!?]{0,8}(?:值班室|工位|车间|宿舍|岗位|手术台|出租屋)[上里]?走了${ENDS}|(?<!客)人走了[,。][^。!?]{0,6}(?:${SOME}岁|年轻)`,
      'g',
    ),
    unless: /[猫狗花鱼]|离职|下班|手机|出院/,
  },
  {
    category: 'death',
    may: /一路走好/,
    told: /(?:车间|工友|同事|师傅|骑手|老师|医生|护士|同学|孩子|邻居)[^。!?]{0,12}一路走好/g,
    unless: /毕业|离职|辞职|退休|调走|祝|前程|岗位|顺利|高升/,
  },
];

const HARM = '(?:伤|断|穿|死|瘫|昏|晕|到|住|掉)';
const INJURIES: readonly Plain[] = [
  {
    category: 'injury',
    may: /虐/,
    told: /虐童|虐待[^,。!?]{0,4}(?:孩子|幼儿|儿童|婴儿|学生|娃|老人(?!机)|病人|住户)|(?:孩子|幼儿|儿童|娃|老人)[^,。!?]{0,6}[被遭受]+[^,。!?]{0,6}虐待/g,
    unless: /反虐童|防虐|预防虐|虐待(?:动物|猫|狗)|电影|剧/,
  },
  {
    category: 'injury',
    may: /咬/,
    told: new RegExp(
      `(?:狗|犬)[^,。!?]{0,3}(?:把|将)?[^,。!?]{0,3}${ANYBODY}[^,。!?]{0,3}咬|(?:狗|犬)[^,。!?]{0,4}咬了?(?:到|伤|住)?(?:了)?我?(?:${ANYBODY}|好?${SOME}个?人|人)|被[^,。!?]{0,8}(?:狗|犬)咬(?!断了?(?:绳|线|鞋))`,
      'g',
    ),
    unless:
      /玩具|公仔|被狗咬了一口似的|像被狗|狗咬吕洞宾|狗咬狗|咬[^,。!?]{0,8}(?:鞋|袜|衣|裤|被子|床单|沙发|绳|线|书包)|(?:鞋|袜|衣服?|裤|被子|床单|沙发|书包)[^,。!?]{0,3}咬/,
  },
  {
    category: 'injury',
    may: /夹/,
    told: new RegExp(
      `(?:电梯|扶梯|车门|地铁门|闸机|闸门|卷帘门|旋转门|感应门)[^,。!?]{0,5}夹${HARM}?了?[^,。!?]{0,4}(?:手|脚|腿|头|胳膊|人|${ANYBODY})|${ANYBODY}[^,。!?]{0,5}被[^,。!?]{0,4}(?:电梯|扶梯|车门|地铁门|闸机|闸门|卷帘门|门)[^,。!?]{0,3}夹`,
      'g',
    ),
    unless: /防夹|差点夹|险些夹|没夹|不夹|夹不/,
  },
  {
    category: 'injury',
    may: /捅/,
    told: new RegExp(
      `${ANYBODY}(?:给)?捅(?:了(?!捅|我?一下)(?=[^,。!?]{0,4}(?:刀|匕首|剪|血|伤|死|[,。!?]|$))|伤|死|穿)|捅(?:了|伤|死)(?:了)?${SOME}(?:刀|个人|人)|捅(?:伤|死)(?:了)?(?:我|${ANYBODY}|人)|被[^,。!?]{0,6}捅(?:伤|死|了(?=[^,。!?]{0,4}(?:刀|匕首|剪|[,。!?]|$)))`,
      'g',
    ),
    unless: /捅(?:娄子|篓子|马蜂窝)|捅了?[娄篓]|捅出去|捅到|背后捅刀|捅咕|游戏|剧本/,
  },
  {
    category: 'injury',
    may: /人群|人堆/,
    told: /车[^,。!?]{0,6}(?:冲|撞|开|扎)(?:进|向|入|到)了?[^,。!?]{0,3}(?:人群|人堆)/g,
    unless: /演|电影|剧|游戏|差点|险些|冰淇淋|冰激凌|餐车|花车/,
  },
  {
    category: 'fire_explosion',
    may: /翻/,
    told: /(?:大巴|中巴|校车|客车|公交|班车|货车|旅游车|车子?)[^,。!?]{0,4}翻(?:到|进|下|在)?了?(?:路边)?(?:的)?(?:沟|河|悬崖|山下|山崖|田|坡下|桥下)/g,
    unless: /翻山|翻新|翻遍|玩具/,
  },
  {
    category: 'injury',
    may: /抱错|输错|开错刀|打错针|发错药|拔错/,
    told: /抱错(?:了)?(?:别人家?的)?(?:孩子|婴儿|娃|宝宝)|(?:孩子|婴儿|娃|宝宝)[^,。!?]{0,4}抱错|输错(?:了)?(?:血|液(?!晶)|药(?!名))|开错(?:了)?刀|打错(?:了)?针(?!脚)|发错(?:了)?药(?!妆|柜|盒图)|拔错(?:了)?牙/g,
    unless: /电影|剧|小说|穿书|真假千金|差点|险些/,
  },
  {
    // Left behind in a bus, or locked into a car.
    category: 'injury',
    may: /车/,
    told: new RegExp(
      `${CHILD}[^,。!?]{0,6}(?:被)?(?:独自|一个人)?(?:反?锁|落|忘|遗忘|关|留)在?了?(?:校|大巴|私家|接送|公交)?车(?:里|上|内)(?!玩|睡|的)`,
      'g',
    ),
    unless: /玩具|书包|水杯|手机|演练|宣传|别把|不要把|切勿|请勿|提醒/,
  },
  {
    category: 'fire_explosion',
    may: /半空|空中/,
    told: /(?:缆车|索道|过山车|摩天轮|跳楼机|大摆锤|海盗船|游乐设施|设备|设施)[^,。!?]{0,6}(?:停|卡|困|悬|吊)(?:了)?在?(?:了)?(?:半空|空中)/g,
    unless: /演练|刺激|好玩|差点|爽|那一[下刻瞬]/,
  },
  {
    category: 'injury',
    may: /疫苗|打完?[^,。!?]{0,2}针|吃完|喝完/,
    told: new RegExp(
      `(?:疫苗|打完?[^,。!?]{0,3}针|[吃喝]完[^,。!?]{0,6})[^。!?]{0,8}(?:${ANYBODY}|人)?[^,。!?]{0,3}(?:抽了|抽过去|昏了|昏过去|晕过去|没了呼吸|休克)(?!奖|签|烟|纸)`,
      'g',
    ),
    unless: /好吃|美|香|笑|烟|抽了[^,。!?]{0,3}(?:血|空|时间|张)/,
  },
  {
    category: 'sexual_violence',
    may: /下面|下体|私处/,
    told: /(?:女儿|闺女|孩子|女童|儿子)[^。!?]{0,24}(?:下面|下体|私处)[^,。!?]{0,4}(?:红肿|出血|撕裂|肿)/g,
    unless: /尿不?[布湿]|纸尿裤|湿疹|过敏|疹子|眼睛下面/,
  },
];

const EVASIVE: readonly Plain[] = [
  {
    category: 'self_harm',
    may: /鲨|紫[砂杀]|zs|挑楼|想4|跳l|自s/,
    told: /自鲨|(?<!买|泡|养|刻|收|淘|喝)紫(?:杀|砂)了(?=[,。!?]|$)|(?<![a-z\d])zs(?=了(?:[,。!?]|$)|的人|未遂)|挑楼(?![层盘房栋王市型座位间])|(?:想|不如)4了?(?=[,。!?]|$)|跳l(?:了|楼)|自s(?=[了,。!?]|$)/g,
    unless: /鲨鱼|茶壶/,
  },
  {
    category: 'death',
    may: /鼠了|噶了|亖|猝4|s ?了 ?人|死 了|走咗|过身|冇咗/,
    told: new RegExp(
      [
        `${ANYBODY}[^,。!?]{0,8}(?<![笑累热困饿冷气烦美馋])(?:鼠|噶|亖)了${ENDS}`,
        `(?<![笑累热困饿冷气烦丑贵难忙急]|(?:的|得))(?:鼠|噶|亖)了(?:好?${SOME})(?:个|条|位)(?:人)?`,
        '猝4|(?<![a-z])s ?了 ?人|(?:[熏毒淹烧压砸撞电]) ?死 了',
        `(?:${KIN}|阿[公婆伯嫲]|医院|老[人豆母])[^,。!?]{0,4}(?:(?:走|冇)咗(?=[啦喇,。!?]|$)|过咗身)`,
      ].join('|'),
      'g',
    ),
  },
  {
    category: 'sexual_violence',
    may: /强[j奸女]|qj|猥|wx/,
    told: /强(?:j|ji?an|女干)(?![a-z容])|(?<![a-z])qj了|猥(?:x(?:ie)?|泄|写)(?![a-z])/g,
  },
  { category: 'food_poisoning', may: /中du/, told: /(?:食物|集体|吃[^,。!?]{0,4})中du/g },
  { category: 'injury', may: /流(?:晒|咗|曬)/, told: /流(?:晒|咗|好多)血/g },
  {
    category: 'fire_explosion',
    may: /爆咗|bao炸|爆z/,
    told: /(?:炉头?|煤气|气罐|电池|火水|锅炉)[^,。!?]{0,4}爆咗|bao炸|爆zha/g,
  },
];

const PLAIN: readonly Plain[] = [...DEATHS, ...INJURIES, ...EVASIVE];
const MAY_TELL = askedOnce(new RegExp(PLAIN.map(({ may }) => may.source).join('|')));
// A plot is told of; whoever plays or watches while something happens is part of it.
const MADE_UP =
  /(?:电影|游戏|副本|剧|小说|番|动漫|老片|悬案|密室|小品|辩论)(?:里|中|讲|的(?!时候))|狼人|剧情|这集|主角|反派|角色|npc|道具|段子|悬案|密室|老片|历史上的今天|模拟|演练(?![得做])|梦见/i;

/**
 * Events told plainly in words of no list, or in evasive spellings; none in a sentence that speaks of games, plots or
 * drills.
 */
export function plainlyTold(text: string): readonly Found[] {
  if (!MAY_TELL(text)) return [];
  return PLAIN.flatMap(({ category, may, told, unless }) => {
    if (!may.test(text)) return [];
    return hitsOf(told, text).flatMap(({ 0: { length }, index }) => {
      const sentence = sentenceAt(text, index);
      if (MADE_UP.test(sentence) || unless?.test(sentence)) return [];
      // 我妈…: whose kin it is belongs to it; what is told of 我 alone is a joke.
      const start = text.charAt(index - 1) === '我' ? index - 1 : index;
      return [{ category, start, end: index + length }];
    });
  });
}
