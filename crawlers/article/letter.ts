import type { ReadDate } from '../dates/clock.ts';
import { type Element, type HtmlDocument, lineOf, openHtml } from '../html/document.ts';
import { plainText } from '../html/plain-text.ts';
import { articleText } from './body.ts';
import { readDate } from './facts.ts';
import { removeNoise } from './noise.ts';

/** A citizen's letter to an office as its page shows it: pairs of a label and what it says. */
export interface Letter {
  readonly title: string | null;
  /** What the citizen wrote, and nothing of what was answered; null where it stands without a label. */
  readonly text: string | null;
  readonly date: ReadDate | null;
  readonly reply: LetterReply | null;
}

/** What the office answered. */
export interface LetterReply {
  readonly text: string;
  readonly date: ReadDate | null;
  readonly author: string | null;
}

type Part = 'title' | 'text' | 'date' | 'reply' | 'replyDate' | 'replyAuthor';

const LABELS: readonly (readonly [RegExp, Part])[] = [
  [/^(?:(?:信件|来信|诉求|问题|留言|投诉|咨询|工单|事项)(?:标题|主题|名称)|标题|主题)$/, 'title'],
  [
    /^(?:来信|信件|诉求|问题|留言|投诉|咨询|反映|建议|工单|写信)(?:的)?(?:内容|描述|详情|正文)$|^(?:具体|详细)(?:诉求|内容|问题)$/,
    'text',
  ],
  [/^(?:来信|写信|信件|提交|诉求|留言|反映|投诉|咨询|提问|受理)(?:时间|日期)$/, 'date'],
  [
    /^(?:官方|部门|单位|办理)?(?:答复|回复|反馈)(?:内容|意见|情况|结果)?$|^(?:办理|处理)(?:结果|意见|情况)$/,
    'reply',
  ],
  [/^(?:答复|回复|办结|反馈|处理|办理)(?:时间|日期)$/, 'replyDate'],
  [/^(?:答复|回复|处理|办理|承办|受理)(?:单位|部门|机构)$/, 'replyAuthor'],
];
const TEXT = 3;
const MAX_LABEL_LENGTH = 10;
const LABEL_ELEMENTS = 'td,th,dt,dd,span,label,strong,b,div,p,h2,h3,h4,h5,li,em,i';
/** Enough of them for any form. */
const MAX_LABELS = 4_000;

/** Labels that only letters to an office have; posts and news of cases name problems and results, too. */
const OF_LETTERS =
  /来信|信件|写信|工单|诉求|答复|^(?:官方|部门|单位)|^(?:回复|办结)(?:时间|日期)$|^(?:回复|办理|承办|受理)(?:单位|部门|机构)$/;
/** So much of what the page says is the letter and its answer; else it is an article that has such lines. */
const LETTER_SHARE = 0.6;

interface Pair {
  readonly element: Element;
  readonly label: string;
  readonly part: Part;
  readonly value: string;
}

/**
 * The letter that a page shows in labelled pairs, in a table, a list of terms or line by line; null where it is none:
 * an article of several cases, or one in which such lines are only a part.
 * Where its text has no label the answer is taken out of the document, so that nobody takes it for the text.
 */
export function readLetter(document: HtmlDocument, now: number): Letter | null {
  const pairs = pairsIn(document);
  if (pairs === null || !pairs.some(({ label }) => OF_LETTERS.test(label))) return null;
  const found = new Map<Part, string>();
  for (const { part, value } of pairs) if (!found.has(part)) found.set(part, value);
  const answer = pairs.find(({ part }) => part === 'reply')?.element ?? null;
  const text = found.get('text') ?? null;
  const reply = found.get('reply');
  if (found.size < 2 || (text === null && (answer === null || !found.has('date')))) return null;
  if (text !== null && !isMostOf(document, pairs)) return null;
  if (text === null && answer !== null) removeFrom(answer);
  return {
    title: lineIn(found.get('title')),
    text,
    date: dateIn(found.get('date'), now),
    reply:
      reply === undefined
        ? null
        : {
            text: reply,
            date: dateIn(found.get('replyDate'), now),
            author: lineIn(found.get('replyAuthor')),
          },
  };
}

/** All pairs, each once; null where a letter or an answer follows another: the page holds several. */
function pairsIn({ body }: HtmlDocument): readonly Pair[] | null {
  const pairs: Pair[] = [];
  let looked = 0;
  for (const element of body.querySelectorAll(LABEL_ELEMENTS)) {
    if (++looked > MAX_LABELS) break;
    const pair = pairOf(element);
    if (pair === null) continue;
    const alike = pairs.filter(({ label }) => label === pair.label);
    // Within its own label it is found again, and pages repeat a letter for small screens.
    if (alike.some((each) => each.value === pair.value || each.element.contains(element))) continue;
    if (alike.length > 0 && (pair.part === 'text' || pair.part === 'reply')) return null;
    pairs.push(pair);
  }
  return pairs;
}

/** Numbers and states of a letter are no sentences, and are not counted. */
function isMostOf({ body }: HtmlDocument, pairs: readonly Pair[]): boolean {
  const copy = openHtml(body.innerHTML);
  if ('wall' in copy) return true;
  removeNoise(copy);
  const lines = (articleText(copy) ?? '').split('\n').filter((line) => /[，。！？；]/.test(line));
  const said = pairs.filter(({ part }) => part === 'text' || part === 'reply').map(({ value }) => value);
  return lengthOf(said.join('')) >= lengthOf([...new Set(lines)].join('')) * LETTER_SHARE;
}

const lengthOf = (text: string): number => text.replace(/\s+/g, '').length;

function pairOf(element: Element): Pair | null {
  // A whole form is no label, and its text need not be put together.
  if (element.innerHTML.length > 4_000) return null;
  const line = lineOf(element);
  const found = /^[【[]?([^:：【】[\]]{2,10}?)\s*[】\]]?\s*(?:([:：])\s*(.*))?$/s.exec(line);
  const [, label = '', colon = '', inside = ''] = found ?? [];
  const part = partOf(label);
  if (part === null) return null;
  const value = inside === '' ? valueBeside(element) : valueWithin(element, label, colon);
  if (value === '' || TO_FILL_IN.test(value)) return null;
  return { element, label: label.replace(/\s+/g, ''), part, value };
}

/** A form for letters has the same labels. */
const TO_FILL_IN = /^[\s*＊(（]*(?:必填|选填|请(?:输入|填写|选择)|\d+\s*字|[*＊]+$)/;
const FIELDS = 'input,textarea,select';

/** Takes a label away, and all that stands behind it in its box. */
function removeFrom(label: Element): void {
  for (let next = label.nextElementSibling; next !== null; next = label.nextElementSibling) next.remove();
  label.remove();
}

/** What stands behind a label in the same box; nothing where that is a box of several pairs. */
function valueWithin(element: Element, label: string, colon: string): string {
  const first = element.firstChild;
  const isOwn = first?.nodeType === TEXT && first.textContent.replace(/\s+/g, '').startsWith(label);
  if (!isOwn && element.querySelector('td,th,dt,dd,div,p,li') !== null) return '';
  const said = plainText(element.innerHTML);
  return said.slice(said.indexOf(colon) + 1).trim();
}

function partOf(label: string): Part | null {
  const plain = label.replace(/\s+/g, '');
  if (plain.length > MAX_LABEL_LENGTH) return null;
  return LABELS.find(([pattern]) => pattern.test(plain))?.[1] ?? null;
}

/** What stands after a label, up to the next one: beside it, or beside the box that holds nothing else. */
function valueBeside(label: Element): string {
  let at = label;
  while (
    at.nextElementSibling === null &&
    lineOf(at.parentElement) === lineOf(at) &&
    at.parentElement !== null
  )
    at = at.parentElement;
  const parts: string[] = [];
  const isHeading = /^(H[2-5]|P|DIV)$/.test(at.tagName);
  for (let next = at.nextElementSibling; next !== null; next = next.nextElementSibling) {
    if (parts.length > 0 && (!isHeading || partOf(lineOf(next).replace(/[:：].*$/s, '')) !== null)) break;
    if (/^(?:INPUT|TEXTAREA|SELECT)$/.test(next.tagName) || next.querySelector(FIELDS) !== null) return '';
    const said = plainText(next.innerHTML);
    if (said !== '') parts.push(said);
    if (/^H[1-6]$/.test(next.tagName)) break;
  }
  return parts.join('\n');
}

/** What follows a time on its line, such as the state of the letter, is none of it. */
function dateIn(value: string | undefined, now: number): ReadDate | null {
  const plain = /^\s*20\d\d\D\d{1,2}\D\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?/.exec(value ?? '')?.[0];
  return readDate(value, now) ?? readDate(plain, now);
}

const lineIn = (value: string | undefined): string | null => {
  const line = (value ?? '').replace(/\s+/g, ' ').trim();
  return line === '' || line.length > 120 ? null : line;
};
