import { stamp } from '../core/finding/english-words.ts';
import type { Language } from '../core/language.ts';
import { levelMark } from '../core/message/alert-words.ts';
import { ENGLISH_LEVELS } from '../core/message/english-alert.ts';
import { momentWord } from '../core/quantity-words.ts';
import type { Level } from '../core/risk/grade.ts';
import type { Instant } from '../core/time.ts';

/** Words of the page behind the link of a message. */
interface PassWords {
  readonly lang: string;
  readonly product: string;
  /** The same page in the other language. */
  readonly other: { readonly language: Language; readonly word: string };
  level(level: Level): string;
  moment(at: Instant): string;
  readonly colon: string;
  readonly steps: string;
  readonly noPlaybook: string;
  readonly posts: string;
  readonly open: string;
  readonly closed: string;
  confirmed(by: string, at: string): string;
  confirmedBefore(by: string, at: string): string;
  readonly sign: string;
  /** `name`: whose link it is; empty: it was sent to many. */
  confirm(name: string): string;
  readonly unsigned: string;
  taken(name: string): string;
  readonly rose: string;
  readonly dead: { readonly title: string; readonly why: string; readonly open: string };
}

const zh: PassWords = {
  lang: 'zh-CN',
  product: '听潮',
  other: { language: 'en', word: 'English' },
  level: levelMark,
  moment: momentWord,
  colon: '：',
  steps: '先做什么',
  noPlaybook: '还没有合适的预案：先看帖文，核实事实，再定由谁处理',
  posts: '相关帖文',
  open: '在听潮中打开',
  closed: '这条预警已经关闭。',
  confirmed: (by, at) => `${by} 已于 ${at} 确认收到。`,
  confirmedBefore: (by, at) => `${by} 已于 ${at} 确认收到，之后又变严重，请再次确认。`,
  sign: '署名',
  confirm: (name) => (name === '' ? '确认收到' : `确认收到（${name}）`),
  unsigned: '没有看到署名，请填写姓名后再确认。',
  taken: (name) => `“${name}”是有账号的人，请登录后确认；不是本人，请写自己的姓名。`,
  rose: '你打开之后又变严重，请看过现在的情况再确认。',
  dead: {
    title: '链接已失效',
    why: '消息里的链接七天内有效，渠道停用或删除后也会失效。预警还在，请登录后查看。',
    open: '打开听潮',
  },
};

const en: PassWords = {
  lang: 'en',
  product: 'Tingchao',
  other: { language: 'zh', word: '中文' },
  level: (level) => ENGLISH_LEVELS[level],
  moment: (at) => `${stamp(at)} (China time)`,
  colon: ': ',
  steps: 'What to do first',
  noPlaybook: 'No playbook fits yet: read the posts, verify the facts, then decide who takes it',
  posts: 'Posts',
  open: 'Open in Tingchao',
  closed: 'This alert is closed.',
  confirmed: (by, at) => `${by} confirmed it at ${at}.`,
  confirmedBefore: (by, at) =>
    `${by} confirmed it at ${at}. It has become more serious since: please confirm it again.`,
  sign: 'Your name',
  confirm: (name) => (name === '' ? 'Confirm' : `Confirm (${name})`),
  unsigned: 'No name was given: please enter yours, then confirm.',
  taken: (name) => `“${name}” has an account: log in to confirm it. If that is not you, write your own name.`,
  rose: 'It became graver after you opened the page: look at it as it is now, then confirm.',
  dead: {
    title: 'This link no longer works',
    why: 'Links in messages are good for seven days, and for as long as their channel is in use. The alert is still there: log in to see it.',
    open: 'Open Tingchao',
  },
};

export const PASS_WORDS: Readonly<Record<Language, PassWords>> = { zh, en };
