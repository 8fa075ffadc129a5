import { contentLetters } from '../../core/mention/pseudonym.ts';
import {
  finderOf,
  lettersSaid,
  quotesIn,
  sentencesSaid,
  strike,
  wordsOf,
} from '../../core/report/quoted-words.ts';
import { createBreather } from '../../core/turn.ts';
import type { Db } from '../../db/database.ts';
import { listQuoting, putSnapshot, type QuotingReport } from '../../db/report/quoting.ts';

/** Reports that are looked through at a time. */
const PAGE = 20;

type Said = Parameters<typeof lettersSaid>[0];

/**
 * Strikes quotes of posts out of the reports that were made. Words that a person wrote over a report, and names of
 * stories, stay as they are.
 * @returns numbers of the reports that quoted them, or hold a sentence of theirs elsewhere
 * @throws the signal's reason once it is aborted
 */
export async function strikeQuotes(
  db: Db,
  posts: readonly Said[],
  signal?: AbortSignal,
): Promise<readonly number[]> {
  const findSentence = finderOf(posts.flatMap(sentencesSaid));
  const found: number[] = [];
  for (let last = 0; ; ) {
    const reports = await listQuoting(db, { after: last, limit: PAGE });
    const theirs = await quotedOf(posts, reports, signal);
    for (const { id, snapshot, written } of reports) {
      const struck = strike(snapshot, theirs);
      if (struck !== null) await putSnapshot(db, id, struck);
      const said = [...wordsOf(snapshot), ...written].map(contentLetters);
      if (struck !== null || said.some((letters) => findSentence(letters).length > 0)) found.push(id);
      last = id;
    }
    if (reports.length < PAGE) return found;
  }
}

/** Letters of the quotes in some reports that are words of these posts. */
async function quotedOf(
  posts: readonly Said[],
  reports: readonly QuotingReport[],
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  const find = finderOf(reports.flatMap(({ snapshot }) => quotesIn(snapshot)));
  const breathe = createBreather();
  const theirs = new Set<string>();
  for (const post of posts) {
    signal?.throwIfAborted();
    for (const quote of find(lettersSaid(post))) theirs.add(quote);
    await breathe();
  }
  return theirs;
}
