import { VARIABLES } from './crisis-desk.ts';

const BRACED = /\{\{([^{}]*)\}\}|〔([^〔〕]*)〕|【([^【】]*)】|［([^［］]*)］|\[([^[\]]*)\]/g;
/** What stands in brackets to be written later; 【某某供热】 and 国发〔2016〕61号 stand as they are. */
const LATER =
  /^(?:(?:待|请|需|此处)?(?:填|补|核|定|确认|写)(?:写|充|实|入|准|上)?.{0,8}|待.{0,8}|[\s.…?？_＿XxＸ×*＊□○〇-]*)$/;
/**
 * A number or a name that was left out: XX时, ×月×日, ____. A person who is not named (张××) and the end of a name
 * (Model X 个别车辆) are no gaps.
 */
const BLANK =
  /_{2,}|＿{2,}|□{2,}|(?<![A-Za-z]\s?)[XxＸ×*＊]{1,4}(?=\s*(?:年|月|日|时|点|分|小时|人|户|名|元|号|个|件|区|小区|街道|路))/g;

const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(VARIABLES).flatMap(([name, { zh, en }]) => [
    [name, name],
    [zh, name],
    [zh.replace(/[（(].*$/, ''), name],
    [en.toLowerCase(), name],
  ]),
);

/**
 * What was left open in a text that people wrote themselves, each once, in the order it is read: a variable by its name,
 * anything else as it stands there.
 */
export function openGaps(text: string): readonly string[] {
  const found: [at: number, words: string][] = [];
  for (const match of text.matchAll(BRACED)) {
    const inside = (match.slice(1).find((each) => each !== undefined) ?? '').trim();
    const name = NAMES.get(inside) ?? NAMES.get(inside.toLowerCase());
    const open = match[0].startsWith('{{') || name !== undefined || LATER.test(inside);
    if (open) found.push([match.index, name ?? match[0]]);
  }
  const plain = text.replace(BRACED, (words) => ' '.repeat(words.length));
  for (const match of plain.matchAll(BLANK)) found.push([match.index, match[0]]);
  return [...new Set(found.sort(([one], [other]) => one - other).map(([, words]) => words))];
}
