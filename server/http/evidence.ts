import type { Context } from 'hono';
import type { EvidenceList, Exhibit } from '../core/mention/evidence-list.ts';
import type { TargetKind } from '../core/reading/target.ts';
import { TOUCHPOINT_WORDS } from '../core/reading/touchpoint-words.ts';
import { CLAIM_WORDS, INTENT_WORDS, SERVQUAL_WORDS } from '../core/report/report-words.ts';
import type { MentionRow } from '../core/screens/screens.ts';
import type { StoryRow } from '../core/screens/stories.ts';
import { chinaTime, type Instant } from '../core/time.ts';
import type { Db } from '../db/database.ts';
import type { MentionQuery } from '../db/views/mention/mentions.ts';
import { readStoryPosts } from '../db/views/story/story-posts.ts';
import { getWatch } from '../db/watch/watches.ts';
import { writeEvidence } from '../reports/write-evidence.ts';
import { wholeMentions, wholeRows } from './mention-table.ts';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const MAX_EXHIBITS = 5_000;
const PAGE = 500;
const TARGETS: Readonly<Record<TargetKind, string>> = {
  subject: '我方',
  rival: '竞品',
  platform: '平台',
  other_user: '其他用户',
  ruled: '被处理方',
  unknown: '说不清',
};
/** What stands behind the dot of a fact, by what stands before it; places are named as they are. */
const FACT_WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sev: CLAIM_WORDS,
  intent: INTENT_WORDS,
  servqual: SERVQUAL_WORDS,
  touch: TOUCHPOINT_WORDS,
};
const SENTIMENTS = { '-1': '负面', '0': '中性', '1': '正面' } as const;

type Filter = Omit<MentionQuery, 'limit' | 'cursor'>;

/** Who takes it down, and when. */
interface Made {
  readonly at: Instant;
  readonly by: string | null;
}

/** What a filter shows as a list of evidence: the newest of it, up to 5,000, in the order of the pages. */
export async function evidenceOf(db: Db, filter: Filter, made: Made): Promise<EvidenceList> {
  const watch = filter.watchId === null ? null : await getWatch(db, filter.watchId);
  const subject = watch?.name ?? '全部方案';
  return { subject, chosen: chosenBy(filter), ...(await taken(wholeMentions(db, filter))), ...madeBy(made) };
}

/**
 * The posts of a story likewise, the oldest first: that is how a rumour is followed to where it began.
 * @throws AppError('not_found') for a story that does not exist
 */
export async function evidenceOfStory(db: Db, story: StoryRow, made: Made): Promise<EvidenceList> {
  const posts = wholeRows(db, (cursor) =>
    readStoryPosts(db, { story: story.id, limit: PAGE, ...(cursor === null ? {} : { cursor }) }),
  );
  const { exhibits, cut } = await taken(posts);
  const chosen = [['事件编号', String(story.id)]] as const;
  return { subject: story.title, chosen, exhibits: exhibits.toReversed(), cut, ...madeBy(made) };
}

const madeBy = ({ at, by }: Made) => ({ madeAt: at, madeBy: by });

async function taken(rows: AsyncIterable<MentionRow>): Promise<Pick<EvidenceList, 'exhibits' | 'cut'>> {
  const exhibits: Exhibit[] = [];
  for await (const row of rows) {
    if (exhibits.length === MAX_EXHIBITS) return { exhibits, cut: true };
    exhibits.push(exhibitOf(row));
  }
  return { exhibits, cut: false };
}

/** The list as a file that the browser keeps under its subject and time. */
export async function evidenceFile(c: Context, list: EvidenceList): Promise<Response> {
  const own = encodeURIComponent(
    `证据清单 ${list.subject} ${chinaTime(list.madeAt).replaceAll(':', '')}.xlsx`,
  );
  c.header('Content-Type', XLSX);
  c.header('Content-Disposition', `attachment; filename="tingchao-evidence.xlsx"; filename*=UTF-8''${own}`);
  return c.body(new Uint8Array(await writeEvidence(list)));
}

function exhibitOf(row: MentionRow): Exhibit {
  const { platform, url, title, text, author, at, precision, observedAt, metrics, copyOf } = row;
  return { platform, url, title, text, author, at, precision, observedAt, metrics, copyOf };
}

function chosenBy(filter: Filter): EvidenceList['chosen'] {
  const { from, to, query, sentiment, platform, fact, target, originalsOnly } = filter;
  const told: readonly (readonly [string, string | undefined])[] = [
    ['发布时间', `${chinaTime(from)} 至 ${chinaTime(to)}（北京时间）`],
    ['关键词', query],
    ['情感', sentiment === undefined ? undefined : SENTIMENTS[sentiment]],
    ['平台', platform],
    ['标签', fact === undefined ? undefined : factWord(fact)],
    ['对象', target === undefined ? undefined : TARGETS[target]],
    ['范围', originalsOnly ? '只含原创' : undefined],
  ];
  return told.flatMap(([name, words]) => (words === undefined ? [] : [[name, words] as const]));
}

function factWord(fact: string): string {
  const [kind = '', ...rest] = fact.split('.');
  const name = rest.join('.');
  return FACT_WORDS[kind]?.[name] ?? (name || fact);
}
