import { askedOnce } from './asked-once.ts';

/** Past this length a text is more than a notice, and a patch of calm words does not decide its side. */
const MAX_NOTICE_LENGTH = 240;

const SUPPLY =
  '(?:供[水电气暖热]|通[水电气车行暖]|用[水电气热]|来[水电气]|供应|正常|运[行营]|开放|服务|电力|使用)';
const WORKS =
  '抢修|检修|维[修护]|施工|改造|故障|险情|漏点|割接|升级|清洗|更换|年检|养护|调试|迁移|停[水电气暖]';
/** The whole of it is over: 已全部恢复供水, 抢修完成, 故障已排除. */
const OVER = new RegExp(
  [
    `(?:${WORKS})[^,。!?]{0,6}(?:完成|完毕|结束|排除|修复|修好|解除|处理好)`,
    `(?:已经?|均已?|全部|现已?|全面)[^,。!?]{0,6}恢复${SUPPLY}?(?!中)|已[^,。!?]{0,4}恢复${SUPPLY}`,
    '(?:管道|线路|管线|光缆|阀门|漏点)[^,。!?]{0,4}已(?:经)?[^,。!?]{0,3}(?:接好|修[好复]|换好|处理好)',
  ].join('|'),
);
/** Nobody feels it, or it is planned and politely told. */
const HARMLESS = new RegExp(
  [
    `(?:${WORKS})[^。!?]{0,24}(?:不受(?:任何)?影响|(?:不|未)影响|照常)|(?:不受影响|不影响|照常)[^。!?]{0,12}(?:${WORKS})`,
    '(?:暂停|停[用办]|停止|关闭|封闭)[^。!?]{0,16}(?:照常|正常(?:营业|办理|开放|运行|使用|供应))',
    '(?:敬请|请[您各]?[^,。!?]{0,4}|感谢[^,。!?]{0,6})(?:谅解|理解|支持)|不便之处|(?:带来|造成)[^,。!?]{0,4}不便|感谢您?的?耐心等待',
    '(?:例行|计划|定期|年度)[^,。!?]{0,3}(?:检修|维护|保养|年检|停[水电气暖])',
  ].join('|'),
);
const isOver = askedOnce(OVER);
const isHarmless = askedOnce(HARMLESS);

/** Somebody answers the notice, or repeats it to say that it did not hold. */
const isDisputed = askedOnce(
  new RegExp(
    [
      '到现在|至今|(?<!如[^,。!?]{0,6})(?:仍|还(?!请|将|需))|依然|结果(?!公示|显示)|可(?![以能靠供正])|但(?!不)|却|明明|天天|三天两头|一次次|经常|[又再]停',
      '我们?(?:家|这|小区|楼|妈|爸|孩子|单位)|我[^,。!?]{0,3}(?:等|停|交|打|问)|怎么|谁|凭什么|骗|哪(?!位|些)|呵呵|才怪',
      '说(?:好|是|了|的|要|已|都)|声称|写着|号称|所谓|没人|没有?通知|不通知|叫我|让我|谅解(?:谅解|个|你)|谅解.*谅解|怎么谅解',
      '[?!]|终于|个字|[五六七八九十几]遍|等[^,。!?]{0,3}[\\d一两二三四五六七八九十半几]+个?(?:小时|天|钟头)|(?:就|只)[^,。!?]{0,3}(?:一句|说|会)|没有?(?:定期|按时|例行)|第[\\d一两二三四五六七八九十]+天|个(?:月|礼拜|星期)了|[\\d一两二三四五六七八九十几]+天了|[三四五六七八九十\\d]次|冰[凉冷]|发?臭|[脏浑]|不敢|冻|饿|坏了|推诿|投诉',
    ].join('|'),
  ),
);

/** Whether a text tells calmly of works that are planned, felt by nobody or done: 今晚检修，供暖不受影响. */
export function isNotice(text: string): boolean {
  if (text.length > MAX_NOTICE_LENGTH || !(isOver(text) || isHarmless(text))) return false;
  return !isDisputed(text);
}

/** Told beforehand, with what to do: 今晚割接，23点以后断网约半小时，大家提前交作业. */
const FORETOLD =
  /(?:今[晚夜天日早]|明[天晚日早]|后天|本?周[一二三四五六日末]|[\d一二两三四五六七八九十]{1,3}点(?:半)?(?:以后|后|起|至|到)|期间)[^。!?]{0,20}(?:[停断][水电气暖网]|暂停)[^。!?]{0,20}(?:请|大家|提前|记得|注意)|[停断][水电气暖网]期间请/;
/** A window of hours is named, and others are spared: 水箱清洗，上午9点至12点停水. */
const WINDOW =
  /(?:清洗|检修|改造|割接|维护|施工|升级|年检|更换|冲洗)[^。!?]{0,24}\d{1,2}(?:[::]\d\d|[点时])半?\s?(?:至|到|[-~—])\s?(?:次日|翌日|明早|凌晨|下午|晚上?|中午)?\d{1,2}(?:[::]\d\d|[点时])[^。!?]{0,8}(?:停[水电气暖]|暂停)/;
/** Works are named, and nothing that broke by itself: 今晨四点起全市停电，请大家注意安全 is an outage. */
const PLANNED = /割接|检修|升级|维护|施工|改造|换[水电燃]?表|计划|清洗|[停断][水电气暖网]期间请/;
const SUDDEN = /挖断|突发|故障|爆|事故|塌|暴[雨雪]|台风|地震|火|全[市城县区]/;
const PARTLY =
  /部分|[一二两三四五六七八九]成|预计|将于|正进行|陆续|逐步|正在|尚未|仍|暂未|其余|待定|恢复时间/;
/** What broke is mended, and the rest follows by itself: 故障已排除，间隔逐步恢复. */
const MENDED = /(?:故障|险情)[^,。!?]{0,4}(?:已|全部)[^,。!?]{0,3}(?:排除|修复|解除)/;
const NOT_ALL = /部分|[一二两三四五六七八九]成|预计|将于|尚未|仍|暂未|其余|待定/;
/** Whatever was cut off for days was missed. */
const LONG = /(?:[\d一两二三四五六七八九十几半数]+(?:多|来)?|整|连)天(?:后|来|的)?|一夜|整晚|通宵/;
const TURNED = /[没不]|却|但|结果|还是|才/;
const FOREWARNED = /停[水电气暖]前[^,。!?]{0,8}(?:通知|告知|提醒|打招呼)/;

/** Whether what was cut off is wholly back as a notice tells it, or people praise that they were told before. */
export function isRestored(text: string): boolean {
  if (text.length > MAX_NOTICE_LENGTH) return false;
  if (FOREWARNED.test(text) && !TURNED.test(text)) return true;
  if (WINDOW.test(text) && !SUDDEN.test(text) && !isDisputed(text)) return true;
  if (FORETOLD.test(text)) return PLANNED.test(text) && !SUDDEN.test(text) && !isDisputed(text);
  const partly = MENDED.test(text) ? NOT_ALL.test(text) : PARTLY.test(text);
  return isOver(text) && !partly && !LONG.test(text) && !isDisputed(text);
}
