import { numeral } from '../reading/numeral.ts';

/**
 * Who is said to have come to harm, beside what is claimed: mouldy meat and fourteen ill pupils are both of food. Somebody
 * fell ill; five or more, or thirty or more, from which the law calls it an accident, came to harm.
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
const COUNTED = new RegExp(
  `(\\d{1,5}|[零一二两三四五六七八九十百千]{1,6}|几十|数十|上百|几百|数百)[多余]?\\s*(?:名|个|位|口)?(?:${PEOPLE})`,
  'g',
);
const VAGUE: Readonly<Record<string, number>> = { 几十: 30, 数十: 30, 上百: 100, 几百: 100, 数百: 100 };
const SENTENCES = /[。！？!?；;\n]+/;

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

/** The most people that one sentence with such a sign counts. */
function mostHarmed(text: string, sign: RegExp): number {
  const counts = text.split(SENTENCES).flatMap((sentence) => {
    if (!sign.test(sentence)) return [];
    return [...sentence.matchAll(COUNTED)].map(([, written = '']) => VAGUE[written] ?? numeral(written) ?? 0);
  });
  return Math.max(0, ...counts);
}
