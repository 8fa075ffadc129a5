import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { krippendorffAlpha, pairsOf } from '../../../core/reading/agreement.ts';
import { MIN_LABELS } from '../../../core/reading/overlay-version.ts';
import { type Reread, rereadShare } from '../../../core/reading/reread.ts';
import type { LabelsScreen } from '../../../core/screens/labels.ts';
import { isHeldOut } from '../../../core/statistics/held-out.ts';
import type { Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { joinInOrder, numbersIn } from '../../engine/dialect.ts';
import { listLabelledContents, readOpinions, toCorrection } from '../../reading/corrections.ts';
import { listOverlays, readRunningOverlay } from '../../reading/overlays.ts';
import { getReread } from '../../reading/rereads.ts';
import type { CorrectionTable } from '../../schema/schema.ts';

const RECENT = 20;
const COMPARED = 2_000;
const OPEN = 20;
const EXCERPT = 120;
/** How a post `p` begins, its title first. */
const BEGINNING = sql<string>`substr(coalesce(p.title || ' ', '') || p.text, 1, ${sql.lit(EXCERPT)})`;

/**
 * The page of labels. Reads what people did and, of posts, only those that it shows: corrections are made by
 * hand, so walking through all of them is little work.
 */
export async function readLabels(db: Db, now: Instant): Promise<LabelsScreen> {
  const running = await readRunningOverlay(db);
  return {
    now,
    people: await readPeople(db),
    recent: await readRecent(db),
    agreement: await readAgreement(db),
    overlay: {
      versions: await listOverlays(db),
      running,
      ...(await countUsable(db)),
      needed: MIN_LABELS,
    },
    reread: shownOf(await getReread(db), running?.version ?? ''),
  };
}

function shownOf(reread: Reread | null, version: string): LabelsScreen['reread'] {
  if (reread === null) return null;
  const { since, read, moved, startedAt, endedAt, reader } = reread;
  const share = rereadShare(reread);
  return { since, read, moved, startedAt, endedAt, share, inUse: reader === version };
}

async function readPeople(db: Db): Promise<LabelsScreen['people']> {
  const answer = await sql<LabelsScreen['people'][number]>`
    select by, count(*) as labels, count(*) filter (where verdict = 'agree') as agreed, max(at) as "lastAt"
    from correction where undone_at is null and verdict <> 'inherited' group by by order by labels desc, by`.execute(
    db,
  );
  return answer.rows;
}

async function readRecent(db: Db): Promise<LabelsScreen['recent']> {
  const answer = await sql<Selectable<CorrectionTable> & { excerpt: string }>`
    select c.*, ${BEGINNING} as excerpt
    from (select * from correction where verdict <> 'inherited' order by id desc limit ${RECENT}) c
      ${joinInOrder(db)} post p on p.id = c.post_id
    order by c.id desc`.execute(db);
  return answer.rows.map((row) => ({
    ...toCorrection(row),
    excerpt: row.excerpt.toWellFormed(),
    undone: row.undone_at !== null,
  }));
}

async function readAgreement(db: Db): Promise<LabelsScreen['agreement']> {
  const judged = await readOpinions(db, COMPARED);
  const opinions = judged.map((post) => post.opinions);
  const open = judged
    .filter((post) => !post.ruled && new Set(post.opinions.values()).size > 1)
    .slice(0, OPEN);
  const excerpts = await readExcerpts(
    db,
    open.map(({ postId }) => postId),
  );
  return {
    overall: krippendorffAlpha(opinions),
    pairs: pairsOf(opinions),
    open: open.map((post) => ({
      postId: post.postId,
      excerpt: excerpts.get(post.postId) ?? '',
      opinions: [...post.opinions].map(([by, sentiment]) => ({ by, sentiment })),
    })),
  };
}

async function readExcerpts(db: Db, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const answer = await sql<{ id: number; excerpt: string }>`
    select p.id, ${BEGINNING} as excerpt
    from ${numbersIn(db, ids, 'k')} ${joinInOrder(db)} post p on p.id = k.value`.execute(db);
  return new Map(answer.rows.map(({ id, excerpt }) => [id, excerpt.toWellFormed()]));
}

async function countUsable(db: Db): Promise<{ readonly labels: number; readonly heldOut: number }> {
  const contents = await listLabelledContents(db);
  return { labels: contents.length, heldOut: contents.filter(isHeldOut).length };
}
