import type { Instant } from '../../server/core/time.ts';
import { chinaDay } from './clock.ts';

const DIGITS = '零一二三四五六七八九';
/** 晨 before the clock is morning, 晚 evening. */
const PARTS: Readonly<Record<string, string>> = { 早: '早上', 晨: '早上', 晚: '晚上' };
/** Traditional signs in words of time. */
const SIMPLE: Readonly<Record<string, string>> = {
  時: '时',
  鐘: '钟',
  週: '周',
  點: '点',
  號: '号',
  後: '后',
  剛: '刚',
  發: '发',
};
const YEARS: Readonly<Record<string, number>> = { 今: 0, 去: 1, 前: 2 };

/**
 * A time as pages write it, brought to one spelling: full-width forms folded, labels and what follows the
 * time cut off, numerals as digits, 年月日时分秒 turned into the signs they stand for.
 * @param now decides which year 今年 and 去年 are
 */
export function plainDate(raw: string, now: Instant): string {
  return (
    raw
      .normalize('NFKC')
      .replace(/[時鐘週點號後剛發]/g, (sign) => SIMPLE[sign] ?? sign)
      .replace(/[\p{Cf}\s]+/gu, ' ')
      .trim()
      .replace(/^[[【(]\s*([^[\]【】()]+?)\s*[\]】)]$/, '$1')
      .replace(
        /^(?:首次)?(?:发布|发表|更新|编辑|回复|创建|提交|投诉|评论|时间|日期)(?:于|时间|日期)?\s*:?\s*/,
        '',
      )
      .replace(/^(?:大?约|大概)\s*/, '')
      .replace(/\s*(?:发布于|发表于|来自|IP属地|IP:|\(?北京时间\)?|已编辑).*$/, '')
      .replace(/\s+(?:浏览|阅读|点击|来源|作者|评论|字号|字体).*$/, '')
      .replace(/^([今昨前])([早晨晚])/, (_, day: string, part: string) => `${day}天${PARTS[part]}`)
      .replace(/^([今去前])年/, (_, year: string) => `${chinaDay(now).year - (YEARS[year] ?? 0)}年`)
      .replace(/[〇零一二三四五六七八九十]+(?= ?个?(?:[年月日号时点分秒天周小钟]|星期|礼拜))/g, digits)
      // Feeds of content systems set up in Chinese: 周一, 30 11月 2026 11:30:00 +0800.
      .replace(/^(?:星期|周|礼拜)?[一二三四五六日天], ?(?=\d)/, '')
      .replace(/^(\d{1,2}) (\d{1,2})月 ?(\d{4})(?!\d)/, '$3-$2-$1')
      .replace(/(\d)[—–−](?=\d)/g, '$1-')
      .replace(/(\d) ?([年月日号时点分秒]) ?/g, '$1$2')
      .replace(/(\d)[年月](?=\d)/g, '$1-')
      .replace(/(\d)[日号](?!前)/g, '$1 ')
      .replace(/(\d)[时点]半/g, '$1:30')
      .replace(/(\d)[时点](?=\d)/g, '$1:')
      .replace(/(\d)[时点](?!\d)/g, '$1:00')
      .replace(/(\d)分(?=\d)/g, '$1:')
      .replace(/(\d)[分秒](?![钟前])/g, '$1')
      .trim()
  );
}

/** 二十一 is 21, 二〇二六 is 2026; what is neither stays as it is. */
function digits(numeral: string): string {
  const text = numeral.replaceAll('〇', '零');
  if (!text.includes('十')) return [...text].map((sign) => DIGITS.indexOf(sign)).join('');
  const found = /^([一二三四五六七八九])?十([一二三四五六七八九])?$/.exec(text);
  if (found === null) return numeral;
  const [tens, units] = [found[1] ?? '一', found[2] ?? '零'].map((sign) => DIGITS.indexOf(sign));
  return String((tens ?? 1) * 10 + (units ?? 0));
}
