import { isOver } from '../../core/alert/change-kinds.ts';
import type { AlertView } from '../../core/message/alert-view.ts';
import type { Block } from '../../core/message/message-block.ts';
import { oneLine, shortened } from '../../core/message/message-text.ts';
import type { NoticeView } from '../../core/message/notice.ts';
import type { Level } from '../../core/risk/grade.ts';

const SEVERITIES: Readonly<Record<Level, string>> = {
  I: 'critical',
  II: 'error',
  III: 'warning',
  IV: 'info',
};
const MAX_SUMMARY_LENGTH = 1_024;

/** What the Events API v2 is sent, apart from the key. */
export interface PagedEvent {
  readonly event_action: 'trigger' | 'acknowledge' | 'resolve';
  readonly dedup_key: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly client: string;
  readonly client_url: string;
  readonly links: readonly { readonly href: string; readonly text: string }[];
}

interface Facts {
  readonly action: PagedEvent['event_action'];
  readonly dedup: string;
  readonly severity: string;
  readonly at: number;
  readonly link: string;
  readonly summary: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** A change of an alert: whoever confirms it here has it in hand there, too; what is over here is over there. */
export function alertEvent(
  alert: AlertView,
  summary: string,
  details: Readonly<Record<string, unknown>>,
): PagedEvent {
  const { alertId, change, level, at, link, risk, spread, unusual, steps } = alert;
  const action = isOver(change) ? 'resolve' : change === 'acknowledged' ? 'acknowledge' : 'trigger';
  return eventOf({
    action,
    dedup: `alert-${alertId}`,
    severity: SEVERITIES[level],
    at,
    link,
    summary,
    details: { level, risk, unusual, spread, steps, ...details },
  });
}

/**
 * What a notice tells, one event for each source: what went together comes back one by one, and each end closes what its
 * own beginning opened. A digest or a brief is about nothing that could end.
 */
export function noticeEvents(notice: NoticeView, subject: string): readonly PagedEvent[] {
  const { event, feeds, lines, at, link } = notice;
  if (feeds.length === 0) {
    const summary = `${subject} · ${lines.join(' ')}`;
    const facts = { action: 'trigger', dedup: `${event}-${at}`, severity: 'info' } as const;
    return [eventOf({ ...facts, at, link, summary, details: { lines } })];
  }
  // Feeds and lines stand in the same order.
  return feeds.map(({ feedId, incidentId, state, name }, index) => {
    const line = lines[index] ?? '';
    // What has no number is the installation itself.
    const [what, bad] = feedId > 0 ? ['来源', '失效'] : ['运行', '告警'];
    const word = `${what}${state === 'down' ? bad : '恢复'}`;
    return eventOf({
      action: state === 'down' ? 'trigger' : 'resolve',
      dedup: `incident-${incidentId}`,
      severity: 'warning',
      at,
      link,
      summary: `${word}：${line}`,
      details: { name, lines: [line] },
    });
  });
}

export function postsOf(blocks: readonly Block[]): readonly string[] {
  const posts = blocks.flatMap((block) => (block.kind === 'posts' ? block.posts : []));
  return posts.map(({ text, url }) => (url === null ? text : `${text} ${url}`));
}

function eventOf({ action, dedup, severity, at, link, summary, details }: Facts): PagedEvent {
  // The desk's own name keeps two installations with one key apart.
  const source = new URL(link).host;
  return {
    event_action: action,
    dedup_key: `tingchao-${source}-${dedup}`,
    payload: {
      summary: shortened(oneLine(summary), MAX_SUMMARY_LENGTH),
      source,
      severity,
      timestamp: new Date(at).toISOString(),
      custom_details: details,
    },
    client: '听潮',
    client_url: link,
    links: [{ href: link, text: '在听潮中打开' }],
  };
}
