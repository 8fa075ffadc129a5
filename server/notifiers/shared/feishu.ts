import type { Block } from '../../core/message/message-block.ts';
import type { SendResult } from '../../core/message/notifier.ts';
import { type Answer, type CodeRules, judgeCode } from '../../core/message/send-result.ts';
import type { Level } from '../../core/risk/grade.ts';
import { type Instant, MINUTE, SECOND } from '../../core/time.ts';
import { markdown, widenMarkdown } from './chat-markdown.ts';

/**
 * 100 a minute and 5 a second (99991400, some say with HTTP 400; 230020 of one person), fewer at whole and half hours
 * (11232). A message that is still under way (230049) may be asked for again. A wrong signature (19021), address
 * (19022) or keyword (19024) stay so, as does who may not be written to (230013).
 * https://open.feishu.cn/document/server-docs/api-call-guide/frequency-control
 */
const RULES: CodeRules = {
  field: 'code',
  good: 0,
  passing: [230049],
  busy: { 11232: 30 * SECOND, 99991400: MINUTE, 230020: MINUTE },
};
/** 9499 is "Bad Request" of a body that is none, which stays so, or "too many request", which passes. */
const TOO_MANY: CodeRules = { ...RULES, busy: { ...RULES.busy, 9499: MINUTE } };

/** Where its gateway says in how many seconds the window opens again, that is when to try. */
export function judgeFeishu(answer: Answer, now: Instant): SendResult {
  const result = judgeCode(answer, now, /bad request/i.test(answer.body) ? RULES : TOO_MANY);
  const seconds = Number(answer.headers['x-ogw-ratelimit-reset'] ?? 0);
  return result.ok || !result.retry || !(seconds > 0)
    ? result
    : { ...result, retryAt: now + seconds * SECOND };
}

/** Colours of a card's head. */
const COLOURS: Readonly<Record<Level, string>> = { I: 'red', II: 'orange', III: 'yellow', IV: 'blue' };

/** The card of a message; grey where it is of no level. */
export function feishuCard(blocks: readonly Block[], level: Level | null) {
  const title = blocks.find((block) => block.kind === 'title');
  const link = blocks.find((block) => block.kind === 'link');
  const said = blocks.filter((block) => block !== title && block !== link);
  const button = link && {
    tag: 'button',
    type: 'primary',
    url: link.url,
    text: { tag: 'plain_text', content: link.text },
  };
  return {
    config: { wide_screen_mode: true },
    header: {
      template: level === null ? 'grey' : COLOURS[level],
      title: { tag: 'plain_text', content: title?.text ?? '' },
    },
    elements: [
      ...(said.length === 0
        ? []
        : [{ tag: 'div', text: { tag: 'lark_md', content: markdown(said, widenMarkdown) } }]),
      ...(button ? [{ tag: 'action', actions: [button] }] : []),
    ],
  };
}
