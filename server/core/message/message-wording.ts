import type { AlertView } from './alert-view.ts';
import { changeWord, levelMark } from './alert-words.ts';
import type { Block, FactBlock, LinkBlock } from './message-block.ts';
import { levelName, type SectionField, wordsOf } from './message-fields.ts';
import type { Template } from './message-template.ts';
import { oneLine, shortened } from './message-text.ts';
import { holdsFor } from './template-conditions.ts';
import type { Piece, TemplateLine } from './template-line.ts';

/** What a link says that shows and confirms an alert without logging in. */
export const CONFIRM = '查看并确认收到（免登录）';
export const ONWARD = '在听潮中打开';

/** Within so many characters every service and every lock screen shows how grave it is. */
const SEEN = 24;
/** Characters of the words of a link, which is never left out, and of a heading. */
const LINK_WORDS = 60;

/** What a message says although its template leaves it out. */
export type TemplateAddition = 'level' | 'test' | 'link';

/** The title of a template, on one line: whatever it says, it says the level, and of a test that it is one. */
export function titleBy({ title }: Template, alert: AlertView): string {
  const line = saidBy(title, alert);
  const added = missingIn(title, line, alert);
  const level = added.includes('level') ? levelMark(alert.level) : '';
  const test = added.includes('test') ? changeWord('test') : '';
  return [level, test, line].filter((part) => part !== '').join(' · ');
}

/** What had to be added to a message by this template. */
export function additionsTo(template: Template, alert: AlertView): readonly TemplateAddition[] {
  const added = missingIn(template.title, saidBy(template.title, alert), alert);
  return saidIn(template, alert).some(({ kind }) => kind === 'link') ? added : [...added, 'link'];
}

function missingIn(title: readonly Piece[], line: string, alert: AlertView): readonly TemplateAddition[] {
  const seen = shortened(line, SEEN);
  // A name of a colour counts only where it is the level's: a subject may be called so.
  const levels = [levelMark(alert.level), ...(names(title, 'level_name') ? [levelName(alert.level)] : [])];
  const isTold = levels.some((level) => seen.includes(level));
  const isTest = alert.change === 'test' && !line.includes(changeWord('test'));
  return [...(isTold ? [] : (['level'] as const)), ...(isTest ? (['test'] as const) : [])];
}

/**
 * What a template says of an alert, without the title. A line whose placeholders all have nothing to say is left out,
 * and a message that would lead nowhere gets its link all the same.
 */
export function bodyBy(template: Template, alert: AlertView): readonly Block[] {
  const blocks = saidIn(template, alert);
  return blocks.some(({ kind }) => kind === 'link') ? blocks : [...blocks, onward(ONWARD, alert.link)];
}

function saidIn({ lines }: Template, alert: AlertView): readonly Block[] {
  const blocks: Block[] = [];
  const shown = new Set<SectionField>();
  for (const line of lines) {
    if (!line.when.every((condition) => holdsFor(condition, alert))) continue;
    if (line.section !== null && shown.has(line.section.field)) continue;
    const block = blockOf(line, alert);
    if (block === null) continue;
    if (line.section !== null) shown.add(line.section.field);
    blocks.push(block);
  }
  return blocks;
}

const saidBy = (pieces: readonly Piece[], alert: AlertView): string =>
  oneLine(pieces.map((piece) => (typeof piece === 'string' ? piece : wordsOf(piece.field, alert))).join(''));

const names = (pieces: readonly Piece[], field: string): boolean =>
  pieces.some((piece) => typeof piece !== 'string' && piece.field === field);

const onward = (text: string, url: string): LinkBlock => ({
  kind: 'link',
  text: shortened(text, LINK_WORDS),
  url,
});

function blockOf(line: TemplateLine, alert: AlertView): Block | null {
  return line.section === null
    ? factOf(line, alert)
    : sectionOf(line.section, saidBy(line.pieces, alert), alert);
}

function factOf({ pieces, url }: TemplateLine, alert: AlertView): FactBlock | null {
  const fields = pieces.filter((piece) => typeof piece !== 'string');
  const text = saidBy(pieces, alert);
  const isEmpty = fields.length > 0 && fields.every(({ field }) => oneLine(wordsOf(field, alert)) === '');
  if (isEmpty || (text === '' && url === null)) return null;
  const isMain = fields.some(({ field }) => field === 'sentence');
  return {
    kind: 'fact',
    text: text === '' && url !== null ? url : text,
    ...(url === null ? {} : { url }),
    ...(isMain ? { isMain } : {}),
  };
}

function sectionOf(
  { field, most }: NonNullable<TemplateLine['section']>,
  words: string,
  alert: AlertView,
): Block | null {
  const { link, confirm, hours = [] } = alert;
  const heading = words === '' ? {} : { heading: shortened(words, LINK_WORDS) };
  if (field === 'link') return onward(words || ONWARD, link);
  if (field === 'confirm') return confirm === undefined ? null : onward(words || CONFIRM, confirm);
  if (field === 'bars') return hours.length === 0 ? null : { kind: 'bars', hours };
  if (field === 'steps') {
    const steps = alert.steps.slice(0, most).map(oneLine);
    return steps.length === 0 ? null : { kind: 'steps', ...heading, steps };
  }
  const posts = alert.posts.slice(0, most).map(({ platform, title, url }) => ({
    text: oneLine(`${platform}：${title}`),
    url: asWeb(url),
  }));
  return posts.length === 0 ? null : { kind: 'posts', ...heading, posts };
}

function asWeb(url: string | null): string | null {
  return url !== null && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : null;
}
