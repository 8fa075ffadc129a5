/** What is pleaded for where nothing is proposed; how fast or by which way it is done is another matter. */
const PLED = new RegExp(
  `(?:${[
    '解决|处理|管一管|管(?![道网线子理])|重视|关注|过问|介入|负起?责任|负责(?=[吧啊到]|$)|落实|整改|整治|查一?[查下]',
    '调查|彻查|核实|查清|修(?![改建缮])|看看|恢复(?:正常|供[暖热水电气]|通[水电气])',
    '(?:合理|满意|明确|像样|正面)?的?(?:说法|解释|答复|回复|交[代待]|回应|公道|结果)',
  ].join('|')})(?!速度|流程|进度|时[间限效]|效率|方式|渠道|机制|态度|能?得?[更再]?[快早]|详细|清楚)`,
);
/** A trouble that is only named: 暖气不热的问题, 这事. */
const TROUBLE = /^.{0,20}(?:问题|事情?|情况|现象|诉求|困难)/;
/** Whom a plea is sent to: 有关部门, 热力公司, 你们领导. */
const ASKED =
  /^.{0,12}(?:部门|单位|领导|公司|集团|热力|政府|社区|街道|物业|市长|书记|局|官方|平台|媒体|记者|商家|厂家|客服|热线|贵方|你们|他们|人|谁|大家)/;
/** Words that add nothing: 能尽快, 真正, 给我们, 得到. */
const FILLERS =
  /能够?|可以|会|要|来|去|都|也|还|再|就|请|帮忙?|给|予以|得到?|受到|引起|进行|加以|尽[快早速]|及时|[快早]点|赶[紧快]|抓紧|马上|立[即刻]|早日|[切确]实|真正?|好好|认真|高度|多|主动|妥善|彻底|有效|一起|出[来面]|有|一?个|一?下|[我咱]们?|老?百姓|业主|居民|用户|的|派|12345|\s/g;
/** That it gets warm: 暖气早点热起来. */
const WARMTH = /^.{0,14}(?:热乎?|暖和?)起来/;
/** What is to be done, or by which way: it makes a proposal of what else would be a plea. */
const PROPOSED =
  /增[加设派开]|[加多](?:派|开|设|装|人|强|建|放|配|个|几)|添|改(?:成|为|造|用|由|到)|换(?:成|为|个|掉)|[开新]设|开[通放]|设[置立]|设(?=[^备施计想定]{0,4}(?:窗口|专线|专柜|专席|岗|点|站|通道))|安装|公[示布开]|通知|提[前高醒]|延长|缩短|取消|统一|允许|支持|优化|简化|完善|优先|安排|提供|建立|专[人门线]|分(?:段|时|批|户)|轮流|定期|app|微信|小程序|公众号|短信|[线网]上|官网|在线|书面/i;
/** A time or an amount that is asked for; further on in a sentence it is what was suffered. */
const MEASURE = /[\d一二两三四五六七八九十]\s*(?:分钟|个?小时|天|周|度|℃)/;
const CLAUSE_END = /[，,、：:。！？!?；;\n]/;

/**
 * Whether words after a word of hope only plead for help, and propose nothing: 尽快解决, 领导重视，给个说法.
 * @param names of whom it may be sent to, besides those who are known everywhere
 */
export function isPlea(words: string, names: readonly string[]): boolean {
  const [clause = ''] = words.split(CLAUSE_END, 1);
  if (PROPOSED.test(words) || MEASURE.test(clause)) return false;
  const pled = clause.search(PLED);
  const before = names.reduce((left, name) => left.replaceAll(name, ''), clause.slice(0, Math.max(0, pled)));
  const rest = before.replace(TROUBLE, '').replace(ASKED, '').replace(FILLERS, '');
  return WARMTH.test(clause) || (pled >= 0 && rest === '');
}
