import type { Segment } from '../core/reading/analysis.ts';
import { numeral } from '../core/reading/numeral.ts';
import { clauseAt } from './clauses.ts';
import type { Hit, Reading } from './reading.ts';
import { KIND } from './terms.ts';

/** Stands before what the writer says of himself; 我们小区的老人 and 我看到一个老人 are others. */
const SELF = /(?:我|俺|咱|本人|本宝宝|自己|作为|身为|像我|笔者)$/;
/** What such a word ends in. */
const SELF_ENDS = '我俺咱人宝己为者';
const IDENTITY =
  /^(?:们)?(?:是|就是|都是|只是|也是|这个?|这种|这样的?|作为|身为|当|做|一个|一名|一位|个|属于|今年|已经|快|都|刚|现在|还是|才|的|家|家有|有|们这些|们这种|一|\d{1,3}(?:岁|多岁)?|[二两三四五六七八九十]{1,4}(?:岁|多岁)|一个?老|的?小|大|老|普通|名|位|了|年|[,、])*$/;
// Of these, whoever has them at home speaks of himself: 我家孩子 makes a family with a child.
const OWNED: ReadonlySet<Segment> = new Set<Segment>(['family_child']);
// What the writer does or wants counts, not what he is: 我看不懂, 我就图便宜.
const DOING =
  /^(?:们)?(?:都|也|就|只|是|完全|根本|真的|实在|这种|这个|一个|老人|年纪大|真|还|一直|就是|图|要|想要?|需要|看|在乎|看重|爱|喜欢|比较|更|最|追求|贪|预算|有限|们?家|公司|店|单位|这边|开|的|是个?|做|个?小|一家|一|自己)*$/;
const DOES: ReadonlySet<Segment> = new Set<Segment>([
  'price_sensitive',
  'professional_info',
  'plain_language',
  'business',
  'internal_customer',
]);
// These say of whom they speak by themselves.
const OUTRIGHT: ReadonlySet<string> = new Set(
  '宝妈 宝爸 带娃 我们单位 学生党 打工人 社畜 老两口 刚毕业 二胎 遛娃 穷 不会弄 不会用 看不懂 听不懂 搞不明白 整不明白 弄不来'.split(
    ' ',
  ),
);
const FIRST_PERSON = /[我俺咱]|本人|作为|身为/;
const NEAR = 14;
const OLD = 60;
const AGED =
  /(?:我|本人|俺|咱)(?:今年|已经|都|一个|是个?|快|也)?(?:是个?)?(\d{2}|[六七八九]十[一二三四五六七八九]?)(?:多)?岁(?!的?老?(?:人|母|父|[妈爸奶爷姥]|外[公婆]|[公婆岳]))/;
const YEARS =
  /(?:我|本人|俺)(?:今年|已经|都|也|快|这){1,3}(?:快)?([六七八九]十[一二三四五六七八九]?|[6-9]\d)(?:多)?(?:了|的人)(?=$|[,。!?;\s])/;
// Between the writer and the cue these make it somebody else's: 我妈看不懂, 我弟弟刚毕业, 我看到一个学生.
const OTHERS =
  /(?<!宝)[妈爸]|父母|父亲|母亲|奶奶|爷爷|姥|外[公婆]|公公|婆婆|岳|[弟妹哥姐叔姨舅姑]|亲戚|朋友|闺蜜|对象|同[事学]|室友|邻居|老师|老板|[看见听碰遇]到|看见|听说/;
// Whoever has these at home speaks of his own home where children are meant.
const AT_HOME = /老[公婆]|媳妇|爱人|妻子|丈夫|孩子|儿子|女儿|闺女/;
/** 我和弟弟都刚毕业: the writer too. */
const JOINTLY = /[我俺咱]们?[和跟与同][^,。!?]{1,6}都/;
const DENIED = /(?<!不得)[不没]有?[是算]?(?:在乎|看重|稀罕|需要|[图贪要差])?(?:什么|你们的?|一?个)?$/;
const OF_PARENTS = /^的?(?:家长|[妈爸父母])/;

/** What writers say they are; a group that is merely spoken of (老人和孩子) makes no segment. */
export function segmentsOf(reading: Reading): readonly Segment[] {
  const hits = reading.of(KIND.segment);
  const said = saidOutright(reading.text);
  if (hits.length === 0 && said.length === 0) return NONE;
  const found: Segment[] = [...said];
  for (const hit of hits) {
    const segment = hit.term.name as Segment;
    if (!found.includes(segment) && disclosed(reading, hit, segment)) found.push(segment);
  }
  return found;
}

const NONE: readonly Segment[] = [];

// What writers say of themselves in no listed word.
const OLD_SELF =
  /(?:我|俺|咱)(?:们)?(?:这|一)个?(?:老(?:太太|太婆|头子?|汉|婆婆?|骨头|人家)|七老八十)|退休老(?:头|太太?)(?:一个|一枚)/;
const WITH_CHILDREN =
  /(?:^|[,。!?;\s]|[我俺咱]们?(?:一个人)?|自己)(?:独自|一个人)?带(?:着|了)?(?:[一俩两三]个?|仨|自?家)(?:娃|孩子|宝宝|小孩)|[我俺咱]?家里?有个?(?:[一两三四五六七八九\d]{1,2}个?(?:岁|个?月)大?的?)(?:娃|孩子|宝宝|小孩)/;
const IN_BUSINESS =
  /(?:我|俺|咱)们?(?:家)?是?(?:开|做|经营)(?:了)?(?:家|个|间)?[^,。!?]{0,6}(?:饭馆|餐馆|饭店|早餐店|小店|店铺|店|超市|理发馆|民宿|作坊|工厂)的/;
const OF_RANK =
  /[一二三五六七八十两\d]{1,3}年的?(?:白金|黑金|钻石|金卡|银卡|铂金|vip|老)(?:卡|会员|用户|客户|顾客)/;
const NOT_SELF = /[看见听碰遇][到见]|邻居|朋友|同事|有人|别人|[他她]/;

function saidOutright(text: string): readonly Segment[] {
  const said: Segment[] = [];
  if (ageOf(text) || OLD_SELF.test(text)) said.push('elderly');
  const child = WITH_CHILDREN.exec(text);
  if (child !== null && !NOT_SELF.test(text.slice(Math.max(0, child.index - 10), child.index)))
    said.push('family_child');
  if (IN_BUSINESS.test(text)) said.push('business');
  if (OF_RANK.test(text)) said.push('high_spend');
  return said;
}

/** 我今年七十二了, 我都八十岁. */
function ageOf(text: string): boolean {
  const age = numeral(AGED.exec(text)?.[1] ?? YEARS.exec(text)?.[1] ?? '');
  return age !== null && age >= OLD;
}

function disclosed(reading: Reading, { term, start, end }: Hit, segment: Segment): boolean {
  const clause = clauseAt(reading, start);
  const before = reading.text.slice(Math.max(clause.start, start - NEAR), start);
  const after = reading.text.slice(end, end + 3);
  if (DENIED.test(before) || another(before, after, segment)) return false;
  // 我同事 is somebody else too.
  if (term.text === '同事') return false;
  if (OUTRIGHT.has(term.text)) {
    return FIRST_PERSON.test(before) || (start - clause.start <= 1 && !/^[的们都]/.test(after));
  }
  // 我爸妈, 我家老人: the writer is not old; 老人家 as a way of address is nobody.
  if (segment === 'elderly' && /^(?:爸妈|父母|爷爷|奶奶|姥姥|姥爷|我妈|我爸|退休)$/.test(term.text)) {
    return term.text === '退休' && FIRST_PERSON.test(before);
  }
  const self = lastSelf(before);
  if (self === null) return false;
  if (!OWNED.has(segment) && /^家/.test(self)) return DOES.has(segment) && DOING.test(self);
  return IDENTITY.test(self) || (DOES.has(segment) && DOING.test(self));
}

/** Whether the cue is told of somebody else than the writer. */
function another(before: string, after: string, segment: Segment): boolean {
  const own = OWNED.has(segment);
  if (!own && OF_PARENTS.test(after)) return true;
  const self = lastSelf(before);
  if (self === null || JOINTLY.test(before)) return false;
  return OTHERS.test(self) || (!own && AT_HOME.test(self));
}

/** What stands between the last word for the writer and the cue; null where there is none. */
function lastSelf(before: string): string | null {
  for (let at = before.length; at > 0; at--) {
    if (SELF_ENDS.includes(before.charAt(at - 1)) && SELF.test(before.slice(0, at))) return before.slice(at);
  }
  return null;
}
