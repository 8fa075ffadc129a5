import { LEVELS, type Level } from '../risk/grade.ts';
import type { AlertView } from './alert-view.ts';

type Change = AlertView['change'];

/** When a line is said: at one of these levels, or of one of these changes. */
export type LineCondition =
  | { readonly of: 'level'; readonly any: readonly Level[] }
  | { readonly of: 'change'; readonly any: readonly Change[] };

const LEVEL_NAMES: Readonly<Record<Level, readonly string[]>> = {
  IV: ['蓝', '蓝色', 'blue', 'iv'],
  III: ['黄', '黄色', 'yellow', 'iii'],
  II: ['橙', '橙色', 'orange', 'ii'],
  I: ['红', '红色', 'red', 'i'],
};
const CHANGE_NAMES: Readonly<Record<Change, readonly string[]>> = {
  opened: ['新预警', 'opened', 'new'],
  raised: ['等级上调', '上调', '预警升级', '升级', 'raised'],
  surged: ['再度走高', '走高', 'surged'],
  graver: ['更严重的说法', '更严重', 'graver'],
  playbook: ['新增预案', 'playbook'],
  escalated: ['无人确认', 'escalated'],
  repeated: ['仍未确认', 'repeated'],
  assigned: ['请你处理', '指派', 'assigned'],
  commented: ['有人提到你', '提到', 'commented'],
  'statement-submitted': ['文案待审批', '待审批', 'statement-submitted'],
  acknowledged: ['已确认', 'acknowledged'],
  lowered: ['已降级', '降级', 'lowered'],
  closed: ['已关闭', 'closed'],
  false_alarm: ['误报', 'false_alarm'],
  merged: ['已并入', 'merged'],
  reopened: ['重新打开', 'reopened'],
  test: ['测试消息', '测试', 'test'],
};

/** Changes that messages are about, for trying a template. */
export const TOLD_CHANGES = Object.keys(CHANGE_NAMES) as Change[];

const found = <K extends string>(table: Readonly<Record<K, readonly string[]>>, name: string): K | null =>
  (Object.keys(table) as K[]).find((key) => table[key].includes(name)) ?? null;

/** What `{{仅：…}}` lists; or what is wrong with it, by the word it is about. */
export function readCondition(
  list: string,
): LineCondition | { readonly fault: 'unknown_condition' | 'mixed_condition'; readonly name: string } {
  const names = list.split(/[,，、;；/\s]+/).filter((name) => name !== '');
  const levels: Level[] = [];
  const changes: Change[] = [];
  for (const name of names) {
    const level = found(LEVEL_NAMES, name.toLowerCase());
    const change = found(CHANGE_NAMES, name.toLowerCase());
    if (level !== null) levels.push(level);
    else if (change !== null) changes.push(change);
    else return { fault: 'unknown_condition', name };
  }
  if (names.length === 0) return { fault: 'unknown_condition', name: '' };
  if (levels.length > 0 && changes.length > 0) return { fault: 'mixed_condition', name: list.trim() };
  return levels.length > 0 ? { of: 'level', any: levels } : { of: 'change', any: changes };
}

export function holdsFor(condition: LineCondition, { level, change }: AlertView): boolean {
  return condition.of === 'level' ? condition.any.includes(level) : condition.any.includes(change);
}

/** All that a condition can name, for "did you mean". */
export const CONDITION_NAMES = [
  ...LEVELS.flatMap((level) => LEVEL_NAMES[level]),
  ...TOLD_CHANGES.flatMap((change) => CHANGE_NAMES[change]),
];
