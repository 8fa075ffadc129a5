import type { Records } from '../alert/alert.ts';
import { FIGURE, type Span, spanOf } from './written-figure.ts';

/** Recorded facts that a statement can be held against. */
export const STATED_FACTS = [
  'dead',
  'injured',
  'affected_users',
  'outage_minutes',
  'complaints_24h',
  'rumour_disproved',
  'leak_sample_verified',
  'penalty_notice',
] as const;

/** What a statement says of a fact that people record, held against what is recorded now. */
export interface StatedFigure {
  /** By its name behind `record.`. */
  readonly fact: string;
  /** As the text says it. */
  readonly words: string;
  /** 1 where it is said that something is so. */
  readonly stated: number;
  /** Null where nothing is recorded. */
  readonly recorded: number | null;
  readonly holds: 'agrees' | 'differs' | 'unrecorded';
}

interface Reading extends Span {
  readonly fact: string;
  readonly words: string;
}

const WHO = '(?:人|员工|职工|工人|乘客|旅客|顾客|居民|学生|儿童|老人|孩子|群众|患者|村民|游客|业主)';
const STATE = '(?:不幸|当场|确认|已|因伤势过重|经?抢救无效)*';
const DEATH = '(?:死亡|遇难|身亡|丧生|罹难|离世|去世)';
const HURT = '(?:受伤|负伤|受轻伤|受重伤|轻伤|重伤|烧伤|烫伤|中毒)';
const SUM = '(?:人数)?(?:为|共计|共|已达|达|增至|升至|上升至|[:：])?';
const people = (what: string): RegExp =>
  new RegExp(
    `(${FIGURE})\\s*[名位个]?\\s*${WHO}${STATE}${what}|${what}${SUM}\\s*(${FIGURE})\\s*[名位]?\\s*人`,
    'g',
  );
const DEAD = people(DEATH);
const INJURED = people(HURT);
const SHORT = /(\d+|[一二两三四五六七八九十]+)死(\d+|[一二两三四五六七八九十]+)伤/g;
const NONE_HURT = /(?<!有)(?:无|没有|未造成|未发生|暂无|尚无)(?:任何|其他)?人?员?(死伤|伤亡|死亡|受伤)/g;
const USERS = new RegExp(
  `(${FIGURE})\\s*(?:[名位个]?(?:用户|客户|乘客|旅客|住户)|户(?:居民|家庭|用户)?|名居民)|(?:用户|客户|乘客|旅客|住户)${SUM}\\s*(${FIGURE})\\s*[户名位人个]`,
  'g',
);
const TOUCHED = /影响|涉及|波及|受困|停[暖水电气供]|中断|泄露/;
const NOT_TOUCHED = /恢复|修复|上门|走访|退款|退费|赔|补偿|联系|回访|安置|其中/;
const HOURS = new RegExp(`(${FIGURE})\\s*个?小时(?:(\\d{1,2})分钟?)?`, 'g');
const MINUTES = new RegExp(`(${FIGURE})\\s*分钟`, 'g');
const LASTED = /中断|停[暖水电气供]|历时|持续|时长/;
const NOT_LASTED = /预计|预估|计划|将|以?内|每|之?后|前/;
const COMPLAINTS = new RegExp(
  `(${FIGURE})\\s*[件条起个宗]\\S{0,6}?投诉|投诉\\S{0,4}?(${FIGURE})\\s*[件条起个宗]`,
  'g',
);
const IN_A_DAY = /24\s*小时|一昼夜|过去一天/;
/** A sentence with one of these says that something is being looked into. */
const WITH_CARE = /是否|核查|核实中|正在核实|调查|尚未|尚不|有待|等待|有无|如有|若/;
/** Or reports what others say. */
const HEARSAY = /网传|传言|传闻|谣言|不属实|不实/;
const CLAIMS: readonly (readonly [fact: string, pattern: RegExp])[] = [
  [
    'rumour_disproved',
    /(?:[为系属是]于?)(?:不实|谣言|虚假|伪造|编造|子虚乌有)|不属实|并非事实|与事实(?:严重)?不符|纯属(?:谣言|虚构)/g,
  ],
  [
    'leak_sample_verified',
    /(?:确认|证实|确有|存在|发生)[^。；，]{0,12}(?:信息|数据)[^。；，]{0,6}(?:泄露|外泄)/g,
  ],
  ['penalty_notice', /(?:收到|被|作出|接到)[^。；，]{0,16}(?:行政处罚|处罚)(?:决定)?/g],
];

/** Every figure and claim of a text that people can record, in the order of the facts, held against the records. */
export function statedFigures(text: string, records: Records): readonly StatedFigure[] {
  const sentences = narrow(text).split(/[。；;！!？?\n]/);
  const found = sentences.flatMap((sentence) => [
    ...(HEARSAY.test(sentence) ? [] : numbersIn(sentence)),
    ...claimsIn(sentence),
  ]);
  const once = new Map(found.map((each) => [`${each.fact} ${each.words}`, each]));
  return STATED_FACTS.flatMap((fact) => [...once.values()].filter((each) => each.fact === fact)).map((each) =>
    heldAgainst(each, records[each.fact]),
  );
}

function heldAgainst({ fact, words, stated, lo, hi }: Reading, recorded: number | undefined): StatedFigure {
  if (recorded === undefined) return { fact, words, stated, recorded: null, holds: 'unrecorded' };
  const agrees = recorded >= lo && recorded <= hi;
  return { fact, words, stated, recorded, holds: agrees ? 'agrees' : 'differs' };
}

/** Wide figures as narrow ones, so that what was read stands at the same place. */
const narrow = (text: string): string =>
  text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));

const exactly = (value: number): Span => ({ stated: value, lo: value, hi: value });

function read(text: string, pattern: RegExp, fact: string, times = 1): readonly Reading[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const span = spanOf(match.slice(1).find((each) => each !== undefined) ?? '', times);
    return span === null ? [] : [{ fact, words: match[0].trim(), ...span }];
  });
}

const numbersIn = (sentence: string): readonly Reading[] => [
  ...hurtIn(sentence),
  ...usersIn(sentence),
  ...minutesIn(sentence),
  ...complaintsIn(sentence),
];

function hurtIn(sentence: string): readonly Reading[] {
  const injured = read(sentence, INJURED, 'injured');
  const parts = injured.length > 1 && injured.every(({ words }) => /[轻重]伤/.test(words));
  return [
    ...read(sentence, DEAD, 'dead'),
    ...(parts ? [summed(injured)] : injured),
    ...[...sentence.matchAll(SHORT)].flatMap(([words, dead = '', hurt = '']) => [
      ...read(`${dead}人死亡`, DEAD, 'dead').map((each) => ({ ...each, words })),
      ...read(`${hurt}人受伤`, INJURED, 'injured').map((each) => ({ ...each, words })),
    ]),
    ...[...sentence.matchAll(NONE_HURT)].flatMap(([words, what = '']) => [
      ...(what === '受伤' ? [] : [{ fact: 'dead', words, ...exactly(0) }]),
      ...(what === '死亡' ? [] : [{ fact: 'injured', words, ...exactly(0) }]),
    ]),
  ];
}

/** 重伤2人、轻伤3人 are five who were hurt. */
function summed(parts: readonly Reading[]): Reading {
  const sum = (pick: (each: Reading) => number) => parts.reduce((total, each) => total + pick(each), 0);
  const words = parts.map((each) => each.words).join('、');
  return { fact: 'injured', words, stated: sum((e) => e.stated), lo: sum((e) => e.lo), hi: sum((e) => e.hi) };
}

const clausesOf = (sentence: string): readonly string[] => sentence.split(/[，、]|,(?!\d{3})/);

function usersIn(sentence: string): readonly Reading[] {
  if (!TOUCHED.test(sentence)) return [];
  return clausesOf(sentence)
    .filter((clause) => !NOT_TOUCHED.test(clause))
    .flatMap((clause) => read(clause, USERS, 'affected_users'));
}

function minutesIn(sentence: string): readonly Reading[] {
  return clausesOf(sentence)
    .filter((clause) => LASTED.test(clause) && !NOT_LASTED.test(clause))
    .flatMap((clause) => [
      ...[...clause.matchAll(HOURS)].flatMap(([words, hours = '', minutes]) => {
        const span = spanOf(hours, 60);
        if (span === null) return [];
        const whole = minutes === undefined ? span : exactly(span.stated + Number(minutes));
        return [{ fact: 'outage_minutes', words: words.trim(), ...whole }];
      }),
      ...read(clause.replace(HOURS, ''), MINUTES, 'outage_minutes'),
    ]);
}

function complaintsIn(sentence: string): readonly Reading[] {
  return IN_A_DAY.test(sentence) ? read(sentence.replace(IN_A_DAY, ''), COMPLAINTS, 'complaints_24h') : [];
}

function claimsIn(sentence: string): readonly Reading[] {
  if (WITH_CARE.test(sentence)) return [];
  const said = CLAIMS.filter(([fact]) => fact === 'rumour_disproved' || !HEARSAY.test(sentence));
  return said.flatMap(([fact, pattern]) =>
    [...sentence.matchAll(pattern)].map(([words]) => ({
      fact,
      words,
      stated: 1,
      lo: 1,
      hi: Number.POSITIVE_INFINITY,
    })),
  );
}
