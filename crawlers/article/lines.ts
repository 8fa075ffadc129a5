import type { Instant } from '../../server/core/time.ts';
import type { ReadDate } from '../dates/clock.ts';
import { cleanName, readDate } from './facts.ts';

/** What readers see between the title and the text: when and by whom. */
export interface ShownFacts {
  readonly date: ReadDate | null;
  readonly author: string | null;
}

/** Lines looked at around the title: the line of facts is near it. */
const ABOVE = 6;
const BELOW = 14;
const MAX_LINE_LENGTH = 160;
const DAY = '(?:20\\d\\d|19\\d\\d) ?[年/.-] ?\\d{1,2} ?[月/.-] ?\\d{1,2} ?日?';
const CLOCK = '(?:[ T]*(?:上午|下午|凌晨|晚上|中午)? ?\\d{1,2}[:：时]\\d{1,2}(?:[:：分]\\d{1,2})?秒?分?)?';
const LABELLED = new RegExp(
  `(?:发布|发表|发稿|刊发|上传|录入|公布|更新|成文)?(?:时间|日期|于)\\s*[:：]?\\s*(${DAY}${CLOCK})`,
);
const PLAIN = new RegExp(`(${DAY}${CLOCK})`);
const AGO =
  /(?:^|[\s|·])((?:\d{1,3} ?(?:秒|分[钟鐘]|小[时時]|天)前|刚刚|剛剛|(?:今天|昨天|前天) ?\d{1,2}:\d{2}|[周週][一二三四五六日] ?\d{1,2}:\d{2}|[01]?\d(?:[-/][0-3]?\d |月[0-3]?\d日 ?)\d{1,2}:\d{2}))(?=$|[\s|·])/;
/** A day and no clock: only in a line that says little else, for texts name days too. */
const BARE = /(?:^|[\s|·])((?:今天|昨天|前天|[01]?\d(?:[-/][0-3]\d|月[0-3]?\d日)))(?=$|[\s|·])/;
/** A clock of the site, a copyright, an event of the text: dates that are not the article's. */
const NOT_ITS_OWN = /今天是|现在是|星期|农历|©|版权|备案|ICP|截至|截止|有效期|活动时间|会议时间/;
const AUTHOR = /(?:作者|撰文|记者)\s*[:：]\s*([^\s|｜,，;；()（）:：]{2,20})/;
const OUTLET =
  /(?:信息来源|文章来源|稿件来源|来源|稿源|发布机构|发布单位|供稿)\s*[:：]\s*([^\s|｜,，;；:：]{2,30})/;

/**
 * Reads the facts that a page shows beside its text. A labelled date may stand anywhere around the article;
 * one without a label counts only between title and text, in a line of its own: dates within the text or
 * of other articles are not when this one appeared.
 * @param lines the page's visible lines
 * @param title as one of the lines has it
 * @param start how the text begins
 */
export function shownFacts(lines: readonly string[], title: string, start: string, now: Instant): ShownFacts {
  const at = lines.findIndex((line) => title !== '' && line === title);
  const text = lines.findIndex((line, index) => index > at && start !== '' && line.startsWith(start));
  const end = text < 0 ? at + BELOW : Math.min(text, at + BELOW);
  const near = lines.slice(Math.max(0, at - ABOVE), Math.max(at, end)).filter(isShort);
  const after = text < 0 ? [] : lines.slice(text + 1).filter((line) => line.length <= 80);
  const beside = [...near, ...after];
  const labelled = dateBy(LABELLED, [...near, ...after.filter((line) => /发布|发表|发稿/.test(line))], now);
  const between = lines.slice(at + 1, Math.max(at + 1, end)).filter(isShort);
  const found = at < 0 ? near : [...between, ...near];
  return {
    date:
      labelled ??
      dateBy(PLAIN, found.filter(isFactLine), now) ??
      dateBy(AGO, between, now) ??
      bareDate(between, now),
    author: nameBy(AUTHOR, beside) ?? nameBy(OUTLET, beside),
  };
}

const isShort = (line: string): boolean => line.length <= MAX_LINE_LENGTH && !NOT_ITS_OWN.test(line);

const FACTS = [PLAIN, AGO, OUTLET, AUTHOR];
const FACT_WORDS =
  /(?:发布|发表|更新)?(?:时间|日期)|信息来源|文章来源|来源|稿源|发布机构|作者|记者|编辑|责编|字号|字体|浏览|阅读|点击|评论|分享|打印|收藏/g;

/** A line that holds a date, who wrote it, and little else. */
export function isFactLine(line: string): boolean {
  if (line.length > MAX_LINE_LENGTH || !FACTS.some((fact) => fact.test(line))) return false;
  const rest = line
    .replace(PLAIN, '')
    .replace(FACT_WORDS, '')
    .replace(/\d+|[大中小次]/g, '');
  return rest.replace(/[\s\p{P}\p{S}]/gu, '').length <= 24 && !/[。！？；，]/.test(line);
}

const FEW_WORDS = 16;

function bareDate(lines: readonly string[], now: Instant): ReadDate | null {
  const isOnlyFact = (line: string) =>
    line
      .replace(BARE, '')
      .replace(FACT_WORDS, '')
      .replace(/[\s\p{P}\p{S}\d]/gu, '').length <= FEW_WORDS && !/[。！？；，]/.test(line);
  return dateBy(BARE, lines.filter(isOnlyFact), now);
}

function dateBy(pattern: RegExp, lines: readonly string[], now: Instant): ReadDate | null {
  for (const line of lines) {
    const date = readDate(pattern.exec(line)?.[1], now);
    if (date !== null) return date;
  }
  return null;
}

function nameBy(pattern: RegExp, lines: readonly string[]): string | null {
  for (const line of lines) {
    const name = cleanName(pattern.exec(line)?.[1]);
    if (name !== undefined) return name;
  }
  return null;
}
