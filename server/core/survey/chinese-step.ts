import type { Degree, WordStep } from './word-step.ts';

const MIDDLE =
  /一般|中立|中等|普通|适中|说不(清|上|准|好)|不(好说|确定|一定)|无所谓|还行|还可以|^可以$|可以接受|尚可|凑合|过得去|差不多|不好不坏|不.{1,3}[也又]不|既.{1,4}又|有时|看情况|^中$|^正常$/;

/** What is one word, whatever signs it holds. */
const AS_ONE: readonly (readonly [RegExp, string])[] = [
  [/非常|无比/g, '很'],
  [/不错|不赖/g, '好'],
  [/不满(?!意)/g, '失望'],
  [/(可能|大概|也许|应该|一定|肯定|绝对|必定|根本|完全)?(不)?会/g, '$1$2愿意'],
];

const BAD =
  /费力|费劲|费时|费事|吃力|困难|艰难|麻烦|复杂|繁琐|失望|糟|恶劣|低劣|劣|坏|差|慢|难|((付出|花费?)了?)?(很|较|极|比较)?(多|大)的?(精力|力气|努力)|(精力|力气|努力)(很|较|极|比较)?(多|大)$/;
const GOOD =
  /满意|容易|轻松|方便|便捷|便利|简单|简便|省力|省心|省事|顺利|优秀|良好|可靠|及时|迅速|专业|热情|耐心|礼貌|友好|整洁|干净|清楚|清晰|准确|周到|放心|信任|喜欢|合格|及格|达标|稳定|佳|棒|优|良|好|快|(很|较|极|比较)?(少|小)的?(精力|力气|努力)|(精力|力气|努力)(很|较|极|比较)?(少|小)$/;
const FOR = /同意|赞同|赞成|符合|认同|认可|愿意|乐意|可能|推荐|支持|重要/;
const AGAINST = /反对|拒绝/;
/** How often, by the step that each word is on. */
const OFTEN: readonly (readonly [RegExp, -1 | 1, Degree])[] = [
  [/从不|从未|从来(没|不)/, -1, 4],
  [/几乎(不|没|从不)|极少|很少|偶尔/, -1, 1],
  [/总是|始终|一直|每次|每天/, 1, 4],
  [/经常|常常|通常|频繁/, 1, 2],
];
const AMOUNT = /^(很|极其?|十分|特别|相当|比较|较|有点|偏|略|最|不太|不)?(多|高|大|强|少|低|小|弱)$/;

const SLIGHTLY_NOT = /(不|没有?|无)(是|算)?(太|大|够|怎么|很|十分|特别|那么|甚|完全)|不算|几乎不/;
const NOT = /不|没|无|未/;
const SLIGHT = /一定程度|比较|较|有一?点|有些|稍|略|基本|大致|大体|还算|偏|尚|部分/;
const WHOLLY = /极|完全|绝对|根本|彻底|一点儿?[都也]|毫|最|一定|肯定|必定|百分之?百/;
const VERY = /很|十分|特别|相当|超|太|得很|颇|强烈|高度/;

/** A longer text is no option of a scale. */
const MAX_OPTION_LENGTH = 12;

/** An option in Chinese; null where nothing shows which side of the middle it is on, or both sides are named. */
export function chineseStep(words: string): WordStep | null {
  const said = words.replace(/[^\p{Script=Han}]/gu, '');
  if (said === '' || said.length > MAX_OPTION_LENGTH) return null;
  if (MIDDLE.test(said)) return { sign: 0, degree: 1, of: 'worth', negated: false, basic: false };
  const text = AS_ONE.reduce((before, [from, to]) => before.replace(from, to), said);
  const side = sideOf(text);
  if (side === null) return often(text) ?? amountOf(text);
  const slightly = SLIGHTLY_NOT.test(text);
  const negated = slightly || NOT.test(text.replace(/(可能性?).*(小|低)/, '$1'));
  const rare = side.of === 'agreement' && /可能性?.*(小|低)|(小|低)的?可能/.test(text);
  const sign = negated !== rare ? flipped(side.sign) : side.sign;
  return {
    sign,
    degree: slightly ? 1 : degreeOf(text),
    of: side.of,
    negated,
    basic: sign > 0 && /基本/.test(text),
  };
}

function sideOf(text: string): Pick<WordStep, 'sign' | 'of'> | null {
  const [good, bad] = [GOOD.test(text), BAD.test(text)];
  if (good !== bad) return { sign: good ? 1 : -1, of: 'worth' };
  const [pro, con] = [FOR.test(text), AGAINST.test(text)];
  return good || pro === con ? null : { sign: pro ? 1 : -1, of: 'agreement' };
}

function often(text: string): WordStep | null {
  const found = OFTEN.find(([word]) => word.test(text));
  return found === undefined
    ? null
    : { sign: found[1], degree: found[2], of: 'amount', negated: false, basic: false };
}

function amountOf(text: string): WordStep | null {
  const [, how = '', much = ''] = AMOUNT.exec(text) ?? [];
  if (much === '') return null;
  const sign = /[多高大强]/.test(much) ? 1 : -1;
  const negated = how.startsWith('不');
  const degree = how === '不太' ? 1 : degreeOf(how);
  return { sign: negated ? flipped(sign) : sign, degree, of: 'amount', negated, basic: false };
}

function degreeOf(text: string): Degree {
  if (SLIGHT.test(text)) return 1;
  return WHOLLY.test(text) ? 4 : VERY.test(text) ? 3 : 2;
}

const flipped = (sign: WordStep['sign']): WordStep['sign'] => (sign > 0 ? -1 : 1);
