import type { Intent, Sentiment } from '../core/reading/analysis.ts';
import { askedOnce } from './asked-once.ts';

/** What lists tell an intent by, and what is known beside it. */
export interface Listed {
  readonly text: string;
  readonly sentiment: Sentiment;
  /** How likely the model holds it. */
  readonly model: number;
  /** A grave event is told, too. */
  readonly grave: boolean;
}

/** The least that the model has to hold an intent for likely, by the side that is taken. */
interface Bound {
  readonly displeased: number;
  readonly plain: number;
  readonly glad: number;
}

/**
 * Below it a listed word is not told. Chosen by our own sentences, each judged by regressions that had not seen it, so that
 * nearly all that is meant stays; where the words around are earnest the model is not asked at all.
 */
const BOUNDS: ReadonlyMap<Intent, Bound> = new Map([
  ['rumour', { displeased: 0.3, plain: 0.4, glad: 0.5 }],
  ['suggestion', { displeased: 0.25, plain: 0.25, glad: 0.25 }],
  ['help', { displeased: 0.1, plain: 0.15, glad: 0.4 }],
  ['escalation_threat', { displeased: 0.1, plain: 0.2, glad: 0.5 }],
  ['boycott_churn', { displeased: 0.08, plain: 0.15, glad: 0.5 }],
  ['spam', { displeased: 0.15, plain: 0.15, glad: 0.15 }],
]);

/** In a glad text a word of harm is mostly none: 黑芝麻, 拔牙不疼. */
const GLAD_HARM = 0.15;

/** Harm, loss, an end, a price, a crime, or whether it is true at all: such hearsay is a rumour however calmly told. */
const HARM = new RegExp(
  [
    '(?<!不)错(?!过)|带走|走人|次品|返修|内定|替考|走私|搬[去走]|[死亡伤毒裂馊病癌炸塌砍杀坠抓捕骗瞒偷盗贪欠赔亏裁黑脏臭虫鼠霉坏撤砸拆撞咬吐烧着捂埋崩猥奸枪]',
    '涨|停[^车放靠]|关[门停张闭店掉站]|要关|倒闭|跑路|跑了|卷[了款钱]|破产|失联|暴雷|爆雷|爆了|爆炸|查[封处出到]|被[查封罚告]|封[了店城路]|罚|下架|召回|超标|过期|致敏|造假|[掺假][货药的]|假[货药冒]|勾兑|农残|激素|添加剂|防腐|感染|疫|发烧|辐射|[泄泻外]漏|泄露|隐患|出事|事故|事儿大|内幕|黑幕|回扣|红包|克扣|拖欠|挪用|侵吞|跑单|断[货供缴水电气网]|限[电购额行]|缩水|减[员薪配]|降薪|砍掉|砍了|取不出|兑不|提不出|拿不回|打水漂|退不了|烂尾|违[法规建]|非法|私下|偷偷|强制|强拆|取消|作废|撤[销离]|合并|收购|换人|下台|辞职|离职|卸任|打架|家暴|出轨|离婚|吸毒|嫖|丑闻|曝|爆出|冒出|掉[下出]|摔|失踪|走失|丢了|抢空|囤|诈|坑|宰客|缺斤|压着|不让说|不敢|小心|注意安全|千万别|真假|真的假|是真|真的吗|真的么|属实|靠谱吗|靠不靠谱|准信|有没有这|辟谣|求证|怎么回事|咋回事|不太信|不信|谁知道|没通报|未证实',
  ].join('|'),
);
const isHarm = askedOnce(HARM);

/** Somebody is hurt, shut in, lost or robbed, or it is told where to come and whom to call. */
const isDistress = askedOnce(
  /求助(?!热线|信息)|求救|没有?[暖水电]|忘了|怎么(?!这么|那么|会|能|都|也)|怎样|大[神佬]|摔|晕|昏|伤|流血|出血|献血|血型|[abo]型血|支个?招|没处要|熊猫血|血小板|喘|噎|抽搐|烧到|高烧|浓?烟|着火|火灾|漏|爆了|淹|水漫|触电|煤气|燃气|中毒|(?<!好)吃了(?!吧)|误[食吞]|困[在住]|被困|锁[在住了]|关在|卡在|陷在|掉[进下到]|走[失丢]|不见了|失联|丢了|没回家|被[偷抢盗骗打]|盗刷|跟踪|尾随|家暴|救护|送医|抢救|手术|透析|轮椅|氧气|断[药粮]|动不了|起不来|站不起|出不[去来]|下不[来去]|进不去|喊|开锁|拖车|搭把手|哪里有|谁有|谁能(?!拒绝|想到|告诉我(?:这|那|为什么|怎么))|怎么办|咋办|咋整|该找|找谁|去哪|(?<!推销|骚扰|广告)电话|联系我|转发|扩散|帮忙找|帮我|帮帮/,
);

/** It is said to somebody what will be done, or has been done against them. */
const isThreat = askedOnce(
  /继续拖|(?:工信部|银保监|监管|消协|工商)[^,。!?]{0,4}(?:申诉|投诉|举报|走起)|上(?:新闻|电视|热搜)|媒体上?见|曝光[^,。!?]{0,16}(?:黑|坑|骗|吃人|平台|公司|医院|学校|老板|中介|商家|后厨)|你们?(?:等|看|自己|敢|不|要是|再|总部|领导|老板|公司|后厨)|等着|不(?:退|赔|处理|解决|给|回|道歉|开发票|答复|改|修|付|发|管|还)|再(?:不|拖|这样|推|敢|堵)|否则|不然|要不|维权|挂[你出上]|告你|告到|告他|把你|让(?:大家|全|所有|网友|你们)[^,。!?]{0,4}(?:看|知|评)|[递寄交填写签][^,。!?]{0,8}(?:材料|信|律师函|申请|举报|投诉|户)|(?:材料|信|函|申请|举报|投诉)[^,。!?]{0,6}(?:递|寄|交|填|写|提交)|立案|受理|备案|(?:找|去|向|打|给|到)[^,。!?]{0,4}(?:工商|市监|消协|消费者|监管|教育局|住建|信访|税务局|劳动|总部|市长|12345|12315|法院|媒体|记者|电视台|律师|纪委|街道|报社)(?!上班|[^,。!?]{0,6}(?:问问?(?!补|谁)|办|盖章|咨询|领|打证))|法庭[上见]|法院见|税务局见|仲裁见|走(?:法律|诉讼|司法|程序)|说法|曝光你|捅|奉陪|没完[,。!?]|磕到底|耗到底|到底|欠薪|血汗|押金|退钱|退款/,
);
/** Leaving, said of those who are left. */
const isLeaving = askedOnce(
  /你们?家?|这(?:家|店|破|种|个(?:平台|牌子|软件|app|店|网|银行|公司))|别家|别的(?:家|店|银行|平台)|换家|以后(?:不|再也不|绕|宁|别|谁)|[号卡户]也|携[走转号]|永远|永不|再见|慢走|不送|谁爱|受不了|忍|广告|闪退|太贵|骗|坑|垃圾|烂|差|失望|心寒|恶心|客服|涨|偷偷|转网|退网|销户|不续|不来了|不去了|不买了|不用了|不会再|再也不(?!用(?:跑|排|等|担|求|请|带|背|抢|早|愁|熬|怕)|怕|担心)/,
);
/** Something is offered to whoever gets in touch. */
const isOffer = askedOnce(
  /加我|私(?:我|信|聊)|联系(?:我|方式|电话)|滴滴|详[谈询情]|找我|有需要|需要的|要的|主页|同号|加[微薇vV威][^,。!?]{0,2}(?:信|号)?[^,。!?]{0,4}(?:领|送|同|看|咨询|报|[a-z0-9])|包[过邮退教]|日[结赚入]|一[天单][^,。!?]{0,3}[\d百两三]|月入|稳赚|躺赚|无抵押|征信|放款|下款|到账[,，]?(?:额度|费率|无|不看|最高)|额度|费率|批发价|工厂价|厂价|起批|量大|低价|特价|一手|货源|复刻|高仿|一比一|代理|招[聘商代募]|砍一刀|助力|互粉|先到先得|限量|名额|仅限|最后[一三两]天|认证|失效|清零|过期|提现|兑换|中奖|抽中|恭喜|牛股|涨停|老师带|教程|不成功|抢不到|消分|销分|代[写抢考开]|不过退|全额退|以假乱真|出各|秒发/,
);

/** It was found to be as good as its name. */
const isProved = askedOnce(
  /[不没]踩雷|没失望|名不虚传|名副其实|果然(?:好|名|香|不错|厉害|没|鲜|甜|快|暖|一)|确实(?:好|香|不错|软|甜|快|暖|值|厉害|方便)|热了不少|恭喜|好消息|点赞/,
);
/** What was heard is good, or is no more than the weather. */
const isGood = askedOnce(
  /(?:特别|很|挺|太|超|最|真的?|更)(?:好[吃喝看用玩听闻]?|香|甜|软|美|漂亮|划算|热情|耐心|负责|方便|暖和?|有名|有意思|老的)|免费|重新开|新开|开业|排队|[升降]温|[下有]雪|放晴|花开|开花|樱花/,
);
/** Good hearsay of which the model is surer than that stays, unless the writer is glad. */
const SURE = 0.75;
/** Of displeased hearsay. */
const HALF = 0.4;
/** What was offered did not work, or neighbours share what they buy. */
const isBroken = askedOnce(/用不了|报错|打不开|没反应|无效|不能用|没法用|空白|转圈|领不了|点不动|进不去/);
const isShared = askedOnce(
  /(?:邻居|楼[上下里]|业主|物业|楼长|团长|同事|社区|班主任|老师让)[^。!?]{0,10}(?:拼|接龙|团|群)|(?:拼单|接龙)[^。!?]{0,6}(?:邻居|楼|业主)/,
);
const isBait = askedOnce(
  /私|加我|加[^,。!?]{0,4}微信(?!群)|限时|领新|[扫维]码|[原现]价|仅限|红包|返利|现金|名额|先到|招|代理|日[结赚]|全网|厂|主页|扫码|评论区|联系|同号/,
);
/** From here on the model hears praise. */
const PRAISED = 0.95;

/** Whether even what the model holds for likely is not meant: good hearsay, a broken coupon, fruit bought by neighbours. */
export function isHarmless(
  name: Intent,
  text: string,
  { label }: Sentiment,
  wants: ReadonlyMap<Intent, number>,
): boolean {
  if (name === 'rumour') {
    if (isHarm(text)) return false;
    if (isProved(text)) return true;
    return isGood(text) && (label === 1 || (wants.get('rumour') ?? 0) < (label === -1 ? HALF : SURE));
  }
  if (name !== 'spam') return false;
  if (isShared(text) && !isBait(text)) return true;
  if (isOffer(text) || isBait(text)) return false;
  return isBroken(text) || (wants.get('praise') ?? 0) >= PRAISED;
}

/** It is said what is to be done. */
const isProposal = askedOnce(
  /(?:建议|希望|应该|能不能|最好|不如|要是|如果能|可以考虑|何不)[^,。!?]{0,14}(?:[加增装改换设开放留送低延缩标写查减]|公[示开]|识别|支持|允许|统一|取消|恢复|安排|提供)(?!了)/,
);
const EARNEST: ReadonlyMap<Intent, (text: string) => boolean> = new Map([
  ['suggestion', isProposal],
  ['rumour', isHarm],
  ['help', isDistress],
  ['escalation_threat', isThreat],
  ['boycott_churn', isLeaving],
  ['spam', isOffer],
]);

/**
 * Whether an intent that a listed word tells is not meant: the model doubts it, and nothing around the word is earnest.
 * 听说这家的面好吃 is no rumour, 救命，太好吃了 no call for help.
 */
export function isDoubted(name: Intent, { text, sentiment, model, grave }: Listed): boolean {
  const bound = BOUNDS.get(name);
  if (bound === undefined) return false;
  const least = sentiment.label === 1 ? bound.glad : sentiment.label === -1 ? bound.displeased : bound.plain;
  if (model >= least) return false;
  if (grave && name !== 'suggestion' && name !== 'spam') return false;
  if (name === 'rumour' && sentiment.label === 1 && model < GLAD_HARM) return true;
  return EARNEST.get(name)?.(text) !== true;
}
