import { READ_LIMIT } from '../reading/analysis.ts';
import { fold } from '../reading/fold.ts';
import { readTerm } from '../reading/rule-term.ts';
import type { Target } from '../reading/target.ts';
import type { AnalysedMention } from './mention.ts';

/** A watched authority that rules on others; whoever serves the public for money is none. */
const AUTHORITY =
  /监管局|监管总局|市监局|监管委|监督管理[局委]|银?保监[局会]|金监局|证监[局会]|药监局|卫健[局委]|卫生局|疾控局|应急(?:管理)?[局部]|环保局|生态环境[局部]|住建[局委]|建设局|城管|执法局|综合执法|教育[局厅委部]|教体局|人社[局厅]|劳动监察|税务局|海关|公安|警方|交警|派出所|消防(?:救援)?(?:局|支队|大队|总队|部门|$)|法院|检察院|纪委|监委|发改委|工信[部局厅]|网信办|通管局|通信管理局|交通(?:运输)?[局委厅]|文旅[局厅]|农业农村[局厅部]|水务局|商务局|物价局|审计[局署]|消协|消保委|消费者协会|人民银行|央行|外汇局|政府|街道办|管委会|民政局|司法局|自然资源局|规划局|专班|调查组/;
/** What an authority does to others. */
const RULES =
  '处罚|罚款|罚没|罚单|开罚|重罚|立案|约谈|查处|查获|查封|查扣|扣押|没收|责令|吊销|取缔|关停|叫停|下架|召回|抽检|抽查|检查|检出|核查|调查|整治|打掉|捣毁|破获|侦破|侦办|抓获|刑拘|拘留|逮捕|批捕|提起公诉|判处|判决|宣判|移送|介入|督办|列入|点名|曝光|警告|撤销(?:[^,]{0,8})(?:许可|资格|牌照)';
/** What it makes known. */
const TELLS = '通报|通告|公告|发布|公布|公示|披露|提醒|提示|警示|消息|介绍';
/** In its own clause; in its statement, which its name stands before; or in what follows on how it came to know. */
const ACTS = new RegExp(
  [
    `^[^,。!?;\\n]{0,28}?(?:${RULES}|${TELLS})`,
    `^ ?:[^。!?;\\n]{0,40}?(?:${RULES})`,
    `^[^,。!?;\\n]{0,16}(?:接到|接报|获悉|高度重视|成立|赶赴|赶到|根据|联合|会同|开展|组织|部署)[^,。!?;\\n]{0,20},[^。!?;\\n]{0,28}?(?:${RULES})`,
  ].join('|'),
);
/** Words with a no in them that deny nothing. */
const DENIES_NOTHING =
  /不合格|不符合|不达标|不正当|不良|不法|不实|不当|不断|不久|不明|未成年|未经|未按|未取得|无证|无照|没收|不予接触/g;
/** It is wished, asked or denied that the authority acts; or it is acted upon. */
const NOT_DONE =
  /不|没|未|拒|无视|迟迟|至今|何时|什么时候|怎|为什么|凭什么|谁|应该|应当|理应|该不该|早该|快[点来去管查]|赶紧|请|难道|能否|可否|是否|会不会|要不要|有没有|才|只[会是罚知]|被|遭|受到|挨|敢/;
/** It is the one that is complained of, asked or called to account. */
const TO_IT =
  /(?:投诉|举报|控告|起诉|状告|告|质疑|痛批|怒怼|炮轰|约谈|问责|通报|处罚|罚|查处|点名|批评|曝光|调查|督办|巡视|巡察|把|给|让|请|问|希望|建议|恳请|请求|呼吁|盼|求)了?$/;
/** Asked, or found too little or too much. */
const DOUBTED = /^(?:了?[吗么]|了?没|不了?$|太|过[轻重]|力度|了个|结果呢|一下|不到位|不力|不公|不当)/;
/** Whoever writes so has something against the authority itself. */
const AGAINST = new RegExp(
  [
    '不作为|乱作为|慢作为|包庇|袒护|偏袒|护短|保护伞|踢皮球|推诿|推脱|推来推去|甩锅|糊弄|敷衍|失职|渎职|懒政|怠政|缺位|监管不力|监管失|形同虚设',
    '没人|没结果|没回音|没人接|不管|不理|不受理|不立案|不予立案|不予处罚|不处理|不回复|不查|不罚|打不通|迟迟|至今没|至今未|拒不|不给说法|没有下文|没下文|石沉大海|不了了之',
    '罚酒三杯|挠痒|毛毛雨|九牛一毛|不痛不痒|这点钱|[才就]罚|罚(?:得|的)?太|太轻|轻了|过轻|过重|太重|太少|太狠|力度不够|小过重罚|过罚|天价罚|逐利|以罚代管|乱罚|乱收费|乱执法|暴力执法|粗暴执法|野蛮执法|过度执法|选择性执法|钓鱼执法|执法不公|滥用|不公',
    '吃干饭|干什么吃|吃什么的|干嘛去了|干什么去了|早干|作秀|走过场|形式主义|睁一只眼|官官相护|蛇鼠一窝|一丘之貉|摆平|收了钱|受贿|落马|腐败|官僚|双标|凉了|失望|寒心|离谱|过分|笑话|无语|讽刺|呵呵|就这|气愤|什么态度|态度(?:很|太|极|恶|差|傲|强)',
    '行政诉讼|行政复议|败诉|撤销(?:[^,]{0,6})处罚|道歉|致歉|情况说明|网传|凭什么|为什么|难道|到底|什么时候|你们|[?]',
  ].join('|'),
);
/** Its own people stand accused. */
const OWN_PEOPLE =
  /民警|干警|辅警|协管员|城管队员|(?:执法|工作)人员(?!(?:在|对|现场|依法|检查|发现|查|赶|到|立即|随即|经|已|前往|根据|介绍|表示|提醒))|副?[局处科所队院]长|副?主任|干部|公职人员|内部(?:人员|通报)|党组|本局(?:人员|职工)/;

const RULED: Target = { kind: 'ruled', name: null, reason: 'ruling' };

/**
 * Whom a mention of an authority is about that makes known, or is told to have done, something to others: its ruling is
 * no complaint against it, however grave what it rules on. Null for everybody else, and in doubt: a complaint about the
 * authority that is missed costs more than a ruling that is told.
 */
export function ruledOn({ post, match }: Pick<AnalysedMention, 'post' | 'match'>): Target | null {
  const names = match.names.filter((name) => AUTHORITY.test(name)).flatMap(wordOf);
  if (names.length === 0) return null;
  const whole = post.title === null ? post.text : `${post.title}\n${post.text}`;
  const text = fold(whole.slice(0, READ_LIMIT)).text;
  if (AGAINST.test(text) || OWN_PEOPLE.test(text)) return null;
  let acts = false;
  for (const name of names) {
    for (let start = text.indexOf(name); start >= 0; start = text.indexOf(name, start + name.length)) {
      if (TO_IT.test(text.slice(Math.max(0, start - 4), start))) return null;
      const part = partOf(text.slice(start + name.length));
      if (part === 'undergoes') return null;
      acts ||= part === 'acts';
    }
  }
  return acts ? RULED : null;
}

function wordOf(written: string): readonly string[] {
  const term = readTerm(written);
  return typeof term === 'string' || term.kind !== 'word' ? [] : [term.word];
}

/** What a name does in what follows it. */
function partOf(after: string): 'acts' | 'undergoes' | 'none' {
  const [said] = ACTS.exec(after) ?? [];
  if (/^[^,。!?;\n]{0,8}(?:被|遭|受到|挨)/.test(after)) return 'undergoes';
  if (said === undefined) return 'none';
  const between = said.replace(DENIES_NOTHING, '');
  if (NOT_DONE.test(between) || DOUBTED.test(after.slice(said.length))) return 'none';
  return 'acts';
}
