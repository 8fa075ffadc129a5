import { nearest } from '../nearest.ts';
import { LEVEL_WORDS } from '../playbook/crisis-desk.ts';
import { momentWord } from '../quantity-words.ts';
import type { AlertView } from './alert-view.ts';
import { changeWord, levelMark } from './alert-words.ts';

/** What stands in a line as words of an alert; empty where the alert has none. */
const WORDS = {
  level: ({ level }) => levelMark(level),
  level_name: ({ level }) => levelName(level),
  change: ({ change }) => changeWord(change),
  subject: ({ subject }) => subject,
  sentence: ({ sentence }) => sentence,
  unusual: ({ unusual }) => unusual,
  spread: ({ spread }) => spread,
  risk: ({ riskWords }) => riskWords,
  time: ({ at }) => momentWord(at),
  owner: ({ owner }) => owner ?? '',
  number: ({ alertId }) => (alertId > 0 ? String(alertId) : ''),
} as const satisfies Readonly<Record<string, (alert: AlertView) => string>>;
export type WordField = keyof typeof WORDS;

/** What has a line of its own; of posts and steps so many at most, and usually. */
const SECTIONS = {
  posts: { most: 5, usual: 3 },
  steps: { most: 3, usual: 3 },
  bars: null,
  confirm: null,
  link: null,
} as const;
export type SectionField = keyof typeof SECTIONS;
export type TemplateField = WordField | SectionField;

/** By what names a placeholder is written, the one that the page offers first; its English name counts too. */
const NAMES: Readonly<Record<TemplateField, readonly string[]>> = {
  level: ['等级', '级别'],
  level_name: ['等级名', '级别名'],
  change: ['变化'],
  subject: ['主体', '监测方案', 'watch'],
  sentence: ['一句话', '发生了什么', 'summary'],
  unusual: ['异常程度'],
  spread: ['发起与扩散', '扩散'],
  posts: ['帖子', '帖文'],
  steps: ['现在该做', '先做什么'],
  bars: ['走势图', 'chart'],
  risk: ['风险指数', '风险'],
  time: ['时间'],
  owner: ['负责人', '处理人'],
  number: ['编号', '预警编号', 'id'],
  confirm: ['确认链接', 'confirm_link'],
  link: ['链接'],
};
const FIELDS = new Map(
  (Object.entries(NAMES) as [TemplateField, readonly string[]][]).flatMap(([field, names]) =>
    [field, ...names].map((name) => [name, field] as const),
  ),
);

/** The placeholders in the order in which a message has them, by the Chinese and by the English name. */
export const TEMPLATE_FIELDS = (Object.keys(NAMES) as TemplateField[]).map((field) => ({
  field,
  name: NAMES[field][0] ?? field,
  isSection: isSection(field),
}));

/** `橙色`: a level within a sentence. */
export function levelName(level: AlertView['level']): string {
  return `${LEVEL_WORDS[level].zh}色`;
}

/** Null where nothing is called so. */
export function fieldNamed(name: string): TemplateField | null {
  return FIELDS.get(name.toLowerCase()) ?? null;
}

/** The name that was most likely meant; null: none is near. */
export function fieldNear(name: string): string | null {
  const known = [...FIELDS.keys()];
  // Of two characters one that is right says more than the distance does.
  return nearest(name, known) ?? known.find((each) => name.includes(each) || each.includes(name)) ?? null;
}

export function isSection(field: TemplateField): field is SectionField {
  return Object.hasOwn(SECTIONS, field);
}

/** How many of its kind a section may show and usually shows; null: it is one thing. */
export function countsOf(field: TemplateField): { readonly most: number; readonly usual: number } | null {
  return isSection(field) ? SECTIONS[field] : null;
}

export function wordsOf(field: WordField, alert: AlertView): string {
  return WORDS[field](alert);
}
