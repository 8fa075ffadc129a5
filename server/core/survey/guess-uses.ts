import type { Servqual } from '../reading/analysis.ts';
import { guessEase, guessReversed } from './guess-direction.ts';
import { isMachine, isPersonal } from './personal-column.ts';
import { stepsOf } from './score-column.ts';
import { readLikelihood, readScore } from './score-words.ts';
import {
  type ItemUse,
  isDirected,
  type Scale,
  SINGLE_USES,
  type SurveyMapping,
  type SurveyUse,
} from './survey-use.ts';

/** Why a column is left out, where something is known of it. */
export type LeftWhy = 'personal' | 'machine' | 'unknown';

/** A column with what stands in it, as words. */
export interface SurveyColumn {
  readonly name: string;
  readonly values: readonly string[];
}

export interface GuessedColumn {
  readonly name: string;
  readonly use: SurveyUse;
  /** Null where it is used. */
  readonly why: LeftWhy | null;
  /** Whether a larger number of it seems to be a worse answer, where it is a score. */
  readonly reversed: boolean;
}

const TIME = /时间|日期|timestamp|submitted|date/i;
const NO_TIME = /时长|用时|所用|多久|多长|等待|等候|希望|满意|及时/;
const RECOMMEND =
  /推荐(给|度|意愿|可能|的可能)|(愿意|可能|乐意).{0,14}推荐|推荐.{0,12}(意愿|可能|程度|愿意)|nps|recommend/i;
const EFFORT =
  /费力|省力|费劲|(花费?|付出).{0,6}(精力|力气|努力)|(容易|轻松|方便).{0,8}(解决|办理|处理|办成)|(解决|办理|处理|办).{0,10}(容易|轻松|费)|(^|[^a-z])ces([^a-z]|$)|effort/i;
const SATISFIED = /满意|csat|satisf/i;
const OVERALL = /总体|整体|总的|综合|overall/i;
const WORDY =
  /建议|意见|原因|为什么|理由|其他|说说|描述|评论|反馈|补充|想说|哪里|哪些地方|comment|reason|suggest|feedback/i;
const GROUP =
  /部门|地区|区域|片区|小区|城市|省份?|区县|门店|营业厅|年龄|性别|(客户|用户|住户|会员)(类型|类别|等级)|渠道|产品|户型|分公司|班组|segment|region|group/i;
const EXPECTED = /期望|希望|应该|应当|期待|理想|expect/i;

/** Words of the five dimensions; the first that is met names it. Source: the items of A. Parasuraman, V. A. Zeithaml,
 * L. L. Berry, Journal of Retailing 64 (1) (1988) 12–40, as Chinese questionnaires word them. */
const DIMENSIONS: readonly (readonly [RegExp, Servqual])[] = [
  [/可靠|说到做到|准时|按时|守时|承诺|兑现|一次(就)?(修|做|办)好|稳定|reliab/i, 'reliability'],
  [/响应|及时|迅速|快速|速度|等候|等待|接通|打(得)?通|尽快|马上|respons/i, 'responsiveness'],
  [/保证|专业|信任|放心|可信|礼貌|知识|胜任|assur/i, 'assurance'],
  [/移情|关怀|关心|体贴|理解|个性化|设身处地|照顾|耐心|empath/i, 'empathy'],
  [/有形|设施|环境|设备|整洁|外观|仪表|着装|tangib/i, 'tangibles'],
];

/** Of the answers that are given, the share that must be ones. */
const MOSTLY = 0.8;
const MIN_TEXT_ANSWERS = 4;
const MAX_GROUPS = 30;

/** What the columns of a file probably are, by their names and by what stands in them. The team has the last word. */
export function guessUses(columns: readonly SurveyColumn[]): {
  readonly mapping: SurveyMapping;
  readonly columns: readonly GuessedColumn[];
} {
  const first = columns.map((column) => ({ ...column, use: guessOne(column) }));
  const kept = bestOfEach(first);
  const scale = stepsOf(first.filter(({ use }) => use.includes('.')));
  const ces = kept.find(({ use }) => use === 'ces');
  const cesScale = stepsOf(ces === undefined ? [] : [ces]);
  const uses = Object.fromEntries(
    kept.filter(({ use }) => use !== 'leave').map(({ name, use }) => [name, use]),
  );
  return {
    mapping: {
      uses,
      scale,
      ces: { scale: cesScale, better: ces === undefined ? 'high' : guessEase(ces, cesScale) },
      reversed: kept
        .filter((column) => isDirected(column.use) && reversedIn(column, scale))
        .map(({ name }) => name),
      npsSure: false,
    },
    columns: kept.map(({ name, values, use }) => ({
      name,
      use,
      why: use === 'leave' ? whyLeft(name, values) : null,
      reversed: reversedIn({ name, values, use }, scale),
    })),
  };
}

/** Of what is no score the direction is that of an item of quality. */
export function reversedIn(column: Guessed, scale: Scale): boolean {
  const use = isDirected(column.use) ? column.use : 'perceived.reliability';
  return guessReversed({ ...column, use }, scale);
}

export function whyLeft(name: string, values: readonly string[]): LeftWhy {
  return isPersonal(name, values) ? 'personal' : isMachine(name) ? 'machine' : 'unknown';
}

type Guessed = SurveyColumn & { readonly use: SurveyUse };

/** Of what there is but one of, the column whose name says so most clearly; the others are left out. */
function bestOfEach(columns: readonly Guessed[]): readonly Guessed[] {
  const rank = ({ name, use }: Guessed): number => {
    if (use === 'csat') return OVERALL.test(name) ? 2 : 1;
    if (use === 'time') return /提交|结束|完成|submitted/i.test(name) ? 2 : 1;
    return 1;
  };
  const best = new Map<SurveyUse, Guessed>();
  for (const column of columns) {
    const known = best.get(column.use);
    if (known === undefined || rank(column) > rank(known)) best.set(column.use, column);
  }
  const single: ReadonlySet<SurveyUse> = new Set(SINGLE_USES);
  return columns.map((column) =>
    single.has(column.use) && best.get(column.use) !== column ? { ...column, use: 'leave' } : column,
  );
}

function guessOne({ name, values }: SurveyColumn): SurveyUse {
  const header = name.normalize('NFKC');
  if (isPersonal(name, values) || isMachine(name)) return 'leave';
  if (TIME.test(header) && !NO_TIME.test(header)) return 'time';
  if (RECOMMEND.test(header) && mostly(values, (value) => readLikelihood(value))) return 'nps';
  const scores = mostly(values, (value) => readScore(value, 10));
  if (scores && EFFORT.test(header)) return 'ces';
  const item = scores && !OVERALL.test(header) ? itemFor(header) : null;
  if (item !== null) return item;
  if (SATISFIED.test(header) && mostly(values, (value) => readScore(value, 5))) return 'csat';
  const groups = new Set(values.filter((value) => value.trim() !== '').map((value) => value.trim()));
  if (GROUP.test(header) && groups.size >= 2 && groups.size <= MAX_GROUPS) return 'segment';
  return isWordy(header, values, scores) ? 'text' : 'leave';
}

function itemFor(header: string): ItemUse | null {
  const dimension = DIMENSIONS.find(([words]) => words.test(header))?.[1];
  return dimension === undefined ? null : `${EXPECTED.test(header) ? 'expected' : 'perceived'}.${dimension}`;
}

function mostly(values: readonly string[], read: (value: string) => number | 'blank' | 'off'): boolean {
  const given = values.map(read).filter((value) => value !== 'blank');
  return given.length > 0 && given.filter((value) => value !== 'off').length / given.length >= MOSTLY;
}

/** Sentences in which a word of some scale stands (师傅态度很好) are no options: no two of them are the same. */
function isWordy(header: string, values: readonly string[], scores: boolean): boolean {
  const said = values.filter((value) => /\p{L}{2}/u.test(value));
  const mean = said.reduce((sum, value) => sum + value.length, 0) / Math.max(1, said.length);
  const distinct = new Set(said).size / Math.max(1, said.length);
  const asked = WORDY.test(header);
  if (scores) return asked && mean >= 6 && distinct > 0.5;
  return asked ? said.length > 0 : said.length >= MIN_TEXT_ANSWERS && mean >= 8 && distinct > 0.5;
}
