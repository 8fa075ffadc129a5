import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { factsOf, isTold } from '../../../core/mention/facts.ts';
import { namesAmong } from '../../../core/mention/own-voice.ts';
import type { Voice } from '../../../core/mention/post.ts';
import type { Rule } from '../../../core/mention/watch.ts';
import type { Analysis, SentimentLabel } from '../../../core/reading/analysis.ts';
import type { Override } from '../../../core/reading/correction.ts';
import type { Target } from '../../../core/reading/target.ts';
import type { MentionRow } from '../../../core/screens/mentions.ts';
import type { Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { joinInOrder, rowsIn } from '../../engine/dialect.ts';
import { parseJson } from '../../engine/json.ts';
import { toPost } from '../../post/posts.ts';
import { parseAnalysis } from '../../reading/analyses.ts';
import type { PostTable } from '../../schema/schema.ts';

/** Primary key of a mention. */
export interface MentionKey {
  readonly watchId: number;
  readonly at: Instant;
  readonly postId: number;
}

const MAX_EXCERPT_LENGTH = 400;

type Row = Selectable<PostTable> & {
  readonly watch_id: number;
  readonly watch_name: string;
  readonly rule_json: string;
  readonly terms_json: string;
  readonly counted_sentiment: number;
  readonly in_statistics: number;
  readonly own: number;
  readonly target_json: string | null;
  readonly analysis_json: string;
  readonly machine_json: string | null;
  readonly override_json: string | null;
  readonly reader: string;
};

/** One mention with its post and reading, whole. */
export interface ReadMention {
  readonly row: MentionRow;
  readonly fullText: string;
  /** The machine's own, whatever people say. */
  readonly analysis: Analysis;
  readonly reader: string;
}

/** The mentions with these keys, in the order of the keys; one that is gone is left out. */
export async function readMentions(db: Db, keys: readonly MentionKey[]): Promise<readonly ReadMention[]> {
  if (keys.length === 0) return [];
  const wanted = keys.map(({ watchId, at, postId }) => ({ watch_id: watchId, at, post_id: postId }));
  const columns = { watch_id: 'bigint', at: 'bigint', post_id: 'bigint' } as const;
  const join = joinInOrder(db);
  const answer = await sql<Row>`
    select p.*, m.watch_id, m.terms_json, m.sentiment as counted_sentiment,
      m.counted as in_statistics, m.own, m.target_json, w.name as watch_name, w.rule_json,
      a.analysis_json, a.machine_json, a.override_json, a.reader
    from ${rowsIn(db, wanted, columns, 'k')}
    ${join} mention m on m.watch_id = k.watch_id and m.at = k.at and m.post_id = k.post_id
    ${join} post p on p.id = m.post_id and p.at = m.at
    ${join} analysis a on a.post_id = p.id
    ${join} watch w on w.id = m.watch_id
    order by k.key`.execute(db);
  return answer.rows.map((row) => {
    const analysis = parseAnalysis(row.analysis_json);
    const machine = row.machine_json === null ? analysis : parseAnalysis(row.machine_json);
    return { row: toMentionRow(row, analysis), fullText: row.text, analysis: machine, reader: row.reader };
  });
}

export async function readMentionRows(db: Db, keys: readonly MentionKey[]): Promise<readonly MentionRow[]> {
  return (await readMentions(db, keys)).map((mention) => mention.row);
}

/** The same as the machine alone read them, whatever people said since. */
export async function readMachineRows(db: Db, keys: readonly MentionKey[]): Promise<readonly MentionRow[]> {
  const mentions = await readMentions(db, keys);
  return mentions.map(({ row, analysis }) => ({ ...row, ...sideOf(analysis), labelledBy: null }));
}

function sideOf({ sentiment }: Analysis): Pick<MentionRow, 'sentiment' | 'confidence' | 'score'> {
  const { label, negative, neutral, positive, score } = sentiment;
  return { sentiment: label, confidence: label < 0 ? negative : label > 0 ? positive : neutral, score };
}

function toMentionRow(row: Row, analysis: Analysis): MentionRow {
  const { id: postId, externalId: _, ...post } = toPost(row);
  const text = cut(row.text);
  const target = row.target_json === null ? null : parseJson<Target>(row.target_json);
  return {
    ...post,
    postId,
    watchId: row.watch_id,
    watchName: row.watch_name,
    precision: row.precision,
    voice: voiceIn(row),
    text,
    truncated: text.length < row.text.length || row.full_length !== null,
    copies: row.copies,
    likeness: row.likeness,
    ...sideOf(analysis),
    counted: row.counted_sentiment as SentimentLabel,
    inStatistics: row.in_statistics === 1,
    target,
    labelledBy: row.override_json === null ? null : judgeOf(parseJson<Override>(row.override_json)),
    facts: factNames(row, analysis, target),
    terms: parseJson<string[]>(row.terms_json),
    evidence: evidenceIn(analysis, text.length),
  };
}

/** Who speaks, as the watch sees it: one subject's own word is anybody's to another. */
function voiceIn({ own, voice }: Row): Voice {
  return own === 1 ? 'own' : voice;
}

/** Who says what the sentiment is; null where it is the machine. */
function judgeOf({ sentiment, by }: Override): string | null {
  return sentiment === null ? null : by;
}

/** The first 400 UTF-16 units, never half a character. */
function cut(text: string): string {
  if (text.length <= MAX_EXCERPT_LENGTH) return text;
  const last = text.charCodeAt(MAX_EXCERPT_LENGTH - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? MAX_EXCERPT_LENGTH - 1 : MAX_EXCERPT_LENGTH);
}

/** Sure ones first, those that are not weighed after them. */
function factNames(row: Row, analysis: Analysis, target: Target | null): readonly string[] {
  const terms = parseJson<string[]>(row.terms_json);
  const names = namesAmong(terms, parseJson<Rule>(row.rule_json));
  const match = { watchId: row.watch_id, terms, names, people: [], rivals: [] };
  return factsOf({ watchId: row.watch_id, post: toPost(row), analysis, match, own: row.own === 1 }, target)
    .filter(({ name }) => isTold(name))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0))
    .map(({ name }) => name);
}

/** What lies in the shown text, trimmed to it. */
function evidenceIn(analysis: Analysis, length: number): MentionRow['evidence'] {
  return analysis.evidence
    .filter(({ span: [start] }) => start < length)
    .map(({ span: [start, end], weight }) => ({ start, end: Math.min(end, length), weight }));
}
