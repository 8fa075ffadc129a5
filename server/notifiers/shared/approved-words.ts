import type { AlertView } from '../../core/message/alert-view.ts';
import { changeWord } from '../../core/message/alert-words.ts';
import { lettersOf, oneLine } from '../../core/message/message-text.ts';
import type { NoticeView } from '../../core/message/notice.ts';
import { LEVEL_WORDS } from '../../core/playbook/crisis-desk.ts';
import { momentWord } from '../../core/quantity-words.ts';

/**
 * What a text message or a call may say: carriers let only templates through that they approved, with four gaps, in
 * this order: `听潮${level}预警：${name}，${what}。${time}，请尽快查看并确认。`
 */
export interface ApprovedWords {
  /** 红色, 橙色, 黄色, 蓝色; 系统 of a notice about the installation itself. */
  readonly level: string;
  readonly name: string;
  readonly what: string;
  /** `11月21日 19:05`, by China's clock. */
  readonly time: string;
}

/** Characters in a gap: more is refused (isv.PARAM_LENGTH_LIMIT, TemplateParameterLengthLimit). */
const MAX_GAP_LENGTH = 35;
const MAX_NAME_LENGTH = 20;

/** What of an alert fits into the gaps of an approved template. */
export function alertWords(alert: AlertView): ApprovedWords {
  const { change, level, subject, sentence, brief = '', at } = alert;
  const why = change === 'opened' ? '' : `${changeWord(change)}，`;
  const told = brief === '' ? afterName(sentence, subject) : brief;
  return {
    level: `${LEVEL_WORDS[level].zh}色`,
    name: gap(subject, MAX_NAME_LENGTH),
    what: gap(`${why}${told}`, MAX_GAP_LENGTH),
    time: momentWord(at),
  };
}

/** The same of a notice about the installation itself. */
export function noticeWords({ subject, at }: NoticeView): ApprovedWords {
  const [name = '', ...rest] = subject.split('：');
  const what = rest.join('：');
  return {
    level: '系统',
    name: gap(what === '' ? '运行情况' : name, MAX_NAME_LENGTH),
    what: gap(what === '' ? subject : what, MAX_GAP_LENGTH),
    time: momentWord(at),
  };
}

/** The reason for a message is a word of its own: what happened begins after the name. */
function afterName(sentence: string, name: string): string {
  const head = `${name}：`;
  const at = sentence.indexOf(head);
  return at < 0 ? sentence : sentence.slice(at + head.length);
}

/**
 * Without what carriers refuse in a gap: an address (isv.PARAM_NOT_SUPPORT_URL), the brackets of signatures, pictures
 * and markup. Cut after a whole clause where there is one, and never empty, for an empty gap is refused as well.
 */
function gap(given: string, most: number): string {
  const plain = oneLine(
    given
      .replace(/https?:\/\/\S+/gi, '')
      .replace(/([a-z0-9])\.(?=[a-z]{2,})/gi, '$1点')
      .replace(/[^\p{L}\p{N}，。、；：！？（）%.,:()+\-\s–]/gu, ''),
  ).replace(/[。；，、：\s]+$/u, '');
  if (plain.length <= most) return plain || '无';
  return asFarAs(plain.split('；'), '；', most) || asFarAs(lettersOf(plain), '', most);
}

/** So many of the first parts as there is room for. */
function asFarAs(parts: readonly string[], between: string, most: number): string {
  let kept = '';
  for (const part of parts) {
    const next = kept === '' ? part : `${kept}${between}${part}`;
    if (next.length > most) break;
    kept = next;
  }
  return kept;
}
