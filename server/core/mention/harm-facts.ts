import { numeral } from '../reading/numeral.ts';

/**
 * Who is said to have come to harm, beside what is claimed: mouldy meat and fourteen ill pupils are both of food.
 * Somebody fell ill; five or more, or thirty or more, from which the law calls it an accident, came to harm.
 */
export const HARM_NAMES = ['harm.one', 'harm.many', 'harm.mass'] as const;
export type HarmName = (typeof HARM_NAMES)[number];

const MANY = 5;
const MASS = 30;

/** Signs that somebody is ill, not only that something is bad. */
const ILL =
  /中毒|上吐下泻|呕吐|吐了|拉肚子|腹泻|腹痛|肚子疼|吃坏|输液|住院|送医|抢救|发烧|晕倒|昏迷|抽搐|食源性/;
const HURT = /伤|住院|送医|就医|抢救|医院|不适|倒下|烧/;
const PEOPLE =
  '学生|孩子|小孩|娃|幼儿|儿童|同学|师生|老师|员工|工人|乘客|旅客|老人|居民|顾客|患者|业主|家长|食客|消费者|人';
/** A number of people that says how large a place is, how long a queue or how many visits there were, harms nobody. */
const NOT_HARMED =
  '次|(?:都|还|正|在|等|着|挂号)*排队|(?:规模|左右|以上)?的大?(?:学校|中学|小学|大学|幼儿园|工?厂|企业|公司|单位|小区|社区|村|镇|食堂|餐厅|医院|商场|体育[场馆]|场馆|酒店|车间|工地|班级?|群|微信群)';
const COUNTED = new RegExp(
  `(\\d{1,5}|[零一二两三四五六七八九十百千]{1,6}|几十|数十|上百|几百|数百)[多余]?\\s*(?:名|个|位|口)?(?:${PEOPLE})(?!${NOT_HARMED})`,
  'g',
);
const VAGUE: Readonly<Record<string, number>> = { 几十: 30, 数十: 30, 上百: 100, 几百: 100, 数百: 100 };
const SENTENCES = /[。！？!?；;\n]+/;
const CLAUSES = /[，、,]+/;
/** What may stand between the people and what they have. */
const GOES_ON =
  /^(?:(?:目前|现在|现|随后|先后|陆续|相继|今天|昨天|昨晚|均|都|全部|全|已经?|被|在|有|出现|发生|开始|确诊|疑似|食物|严重|不同程度|受|轻|重|的|了)+)/;

/** What people have in common before they fall ill together. */
const ATE = /[吃喝饮]|[用就进聚订]餐|[早午晚]餐|盒饭|外卖|食用/;
/** Somebody else, or only some of them, has it; or nobody does. */
const OTHERS = new RegExp(
  `我(?!们)|[他她](?!们|家)|你|${PEOPLE}|老板|医生|店员|同事|朋友|[妈爸婆]|儿子|女儿|自己|大家|有[人个的一几些]|其中|只|就我|没(?!多久|过多久)|不(?!久|到)|说|听|差点|想|怕`,
);
/** So many who are only there, or read it. */
const ONLY_THERE = /排队|粉丝|浏览|阅读|评论|围观|点赞|转发|群里|群友/;
const TOGETHER = /都|全|均|集体|陆续|相继|先后|纷纷|一起/;
/** Clauses between the people and what they have. */
const MOST_BETWEEN = 2;

interface Claimed {
  readonly category: string;
  readonly terms: readonly string[];
}

/**
 * @param claims severities that are sure, with the words they were read by
 * @returns the gravest last
 */
export function harmFacts(text: string, claims: readonly Claimed[]): readonly HarmName[] {
  const food = claims.find(({ category }) => category === 'food_poisoning');
  const hurt = claims.some(({ category }) => category === 'injury');
  const ill = food !== undefined && (hurt || food.terms.some((term) => ILL.test(term)));
  if (!ill && !hurt) return [];
  const count = mostHarmed(text, ill ? ILL : HURT);
  return [
    ...(ill ? (['harm.one'] as const) : []),
    ...(count >= MANY ? (['harm.many'] as const) : []),
    ...(count >= MASS ? (['harm.mass'] as const) : []),
  ];
}

/** The most people counted where there is such a sign, or right before it: 14名学生，出现呕吐; or who ate together and had it. */
function mostHarmed(text: string, sign: RegExp): number {
  const counts = text.split(SENTENCES).flatMap((sentence) => {
    const clauses = sentence.split(CLAUSES);
    const togetherAt = (at: number) => sign === ILL && fellIllTogether(clauses, at, sign);
    return clauses.flatMap((clause, at) =>
      sign.test(clause) || begins(clauses[at + 1] ?? '', sign) || togetherAt(at) ? countedIn(clause) : [],
    );
  });
  return Math.max(0, ...counts);
}

/** Whether a clause is about people who ate, and the ones after it what all of them had: 15个孩子，吃了食堂的饭，晚上都吐了. */
function fellIllTogether(clauses: readonly string[], at: number, sign: RegExp): boolean {
  const named = clauses[at] ?? '';
  if (ONLY_THERE.test(named)) return false;
  let ate = ATE.test(named);
  for (const clause of clauses.slice(at + 1, at + 2 + MOST_BETWEEN)) {
    const place = clause.search(sign);
    const before = place < 0 ? clause : clause.slice(0, place);
    if (OTHERS.test(before)) return false;
    if (place >= 0) {
      const all = TOGETHER.test(before) || (begins(clause, sign) && !named.includes('有'));
      return all && (ate || ATE.test(before));
    }
    ate ||= ATE.test(clause);
  }
  return false;
}

/** Whether a clause goes on with such a sign. */
function begins(clause: string, sign: RegExp): boolean {
  return clause.trim().replace(GOES_ON, '').search(sign) === 0;
}

function countedIn(clause: string): number[] {
  return [...clause.matchAll(COUNTED)].map(([, written = '']) => VAGUE[written] ?? numeral(written) ?? 0);
}
