import { readDate } from './article-facts.ts';
import type { ReadDate } from './date-clock.ts';
import { type Element, type HtmlDocument, lineOf } from './html-document.ts';
import { plainText } from './plain-text.ts';

/** A citizen's letter to an office as its page shows it: pairs of a label and what it says. */
export interface Letter {
  readonly title: string | null;
  /** What the citizen wrote, and nothing of what was answered. */
  readonly text: string;
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
const LONGEST_LABEL = 10;
const LABEL_ELEMENTS = 'td,th,dt,dd,span,label,strong,b,div,p,h2,h3,h4,h5,li,em,i';
/** Enough of them for any form. */
const MOST_LABELS = 4_000;

/** The letter that a page shows in labelled pairs, in a table, a list of terms or line by line; null where it is none. */
export function readLetter({ body }: HtmlDocument, now: number): Letter | null {
  const found = new Map<Part, string>();
  let looked = 0;
  for (const element of body.querySelectorAll(LABEL_ELEMENTS)) {
    if (++looked > MOST_LABELS) break;
    const pair = pairOf(element);
    if (pair !== null && !found.has(pair.part)) found.set(pair.part, pair.value);
  }
  const text = found.get('text');
  if (text === undefined || found.size < 2) return null;
  const reply = found.get('reply');
  return {
    title: lineIn(found.get('title')),
    text,
    date: readDate(found.get('date'), now),
    reply:
      reply === undefined
        ? null
        : {
            text: reply,
            date: readDate(found.get('replyDate'), now),
            author: lineIn(found.get('replyAuthor')),
          },
  };
}

function pairOf(element: Element): { readonly part: Part; readonly value: string } | null {
  // A whole form is no label, and its text need not be put together.
  if (element.innerHTML.length > 4_000) return null;
  const line = lineOf(element);
  const found = /^[【[]?([^:：【】[\]]{2,10}?)\s*[】\]]?\s*(?:([:：])\s*(.*))?$/s.exec(line);
  const [, label = '', colon = '', inside = ''] = found ?? [];
  const part = partOf(label);
  if (part === null) return null;
  const value = inside === '' ? valueBeside(element) : valueWithin(element, label, colon);
  return value === '' ? null : { part, value };
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
  if (plain.length > LONGEST_LABEL) return null;
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
    const said = plainText(next.innerHTML);
    if (said !== '') parts.push(said);
    if (/^H[1-6]$/.test(next.tagName)) break;
  }
  return parts.join('\n');
}

const lineIn = (value: string | undefined): string | null => {
  const line = (value ?? '').replace(/\s+/g, ' ').trim();
  return line === '' || line.length > 120 ? null : line;
};
