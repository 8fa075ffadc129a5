import { AppError } from '../core/errors.ts';
import type { Instant } from '../core/time.ts';
import { createStoryStream, POSTS_A_DAY } from '../stories/story-stream.ts';
import { readArguments } from './shell/arguments.ts';
import { readChinaTime } from './shell/china-time.ts';
import { defineCommand } from './shell/command.ts';
import { idOf, type JsonRow, jsonRows } from './shell/json-rows.ts';
import { put, putFault } from './shell/streams.ts';
import { untilAsked } from './shell/until-stopped.ts';

interface Post {
  readonly id: string | number;
  readonly text: string;
  readonly at: Instant | null;
}

/** ISO, or epoch milliseconds; null where none is given, NaN for what is no time. */
function readAt(at: unknown): Instant | null {
  if (at === undefined || at === null) return null;
  if (typeof at === 'number') return at;
  return typeof at === 'string' ? readChinaTime(at) : Number.NaN;
}

function readPost(read: JsonRow): Post | { readonly fault: string } {
  if ('fault' in read) return read;
  const { text } = read.row;
  const given = idOf(read.row);
  if ('fault' in given) return given;
  if (typeof text !== 'string') return { fault: '"text" must be a text' };
  const at = readAt(read.row.at);
  if (at !== null && !Number.isFinite(at)) return { fault: '"at" must be an ISO time or epoch milliseconds' };
  return { ...given, text, at };
}

/** Ids as JSON, packed: a million of them are some bytes each. */
function createIds() {
  const PACK = 4_096;
  const packs: Buffer[] = [];
  let open: string[] = [];
  return {
    add(id: string | number) {
      if (open.push(JSON.stringify(id)) < PACK) return;
      packs.push(Buffer.from(open.join('\n')));
      open = [];
    },
    *packs(): Generator<readonly string[]> {
      for (const pack of packs) yield pack.toString().split('\n');
      if (open.length > 0) yield open;
    },
  };
}

function demandPosts(given: string | undefined): number {
  if (given === undefined) return POSTS_A_DAY;
  if (/^[1-9]\d{0,8}$/.test(given)) return Number(given);
  throw new AppError('bad_request', `--posts-a-day takes a whole number, not "${given}"`);
}

export default defineCommand({
  name: 'stories',
  summary: 'group posts from stdin (JSONL, in the order of time) into stories',
  help: `
usage: tingchao stories [--posts-a-day N] < posts.jsonl > stories.jsonl

Reads one {"id","text","at"?} a line, in the order of time, and writes one {"id","story"} for each, in the
same order, once all are read: the story a post ends in, after stories that turned out to be one were joined
and mixed ones taken apart. Stories are numbered from 1; the older one keeps its number.
"at" is ISO (without a zone: China's) or epoch milliseconds. A story that is not added to fades with time,
and posts older than two weeks, or 100,000 posts ago, are closed; so memory does not grow but by the ids and
four bytes a line. A bad line is told on stderr as {"line":N,"error":"CODE","message":"…"}, the rest goes
on, and the exit status is 1.
  --posts-a-day   how many posts are taken for a day where none has a time (default ${POSTS_A_DAY})`,
  async run(args, io) {
    const { options } = readArguments(args, [], { 'posts-a-day': 'text' });
    const stream = createStoryStream(demandPosts(options['posts-a-day']));
    const ids = createIds();
    let status = 0;
    for await (const rows of untilAsked(jsonRows(io.stdin), io.signal)) {
      for (const row of rows) {
        const post = readPost(row);
        if ('fault' in post) {
          status = 1;
          putFault(io.stderr, row.line, 'bad_row', post.fault);
        } else {
          stream.add(post.text, post.at);
          ids.add(post.id);
        }
      }
    }
    stream.end();
    let post = 0;
    for (const pack of ids.packs()) {
      await put(io.stdout, pack.map((id) => `{"id":${id},"story":${stream.storyOf(post++)}}\n`).join(''));
    }
    return io.signal.aborted ? 1 : status;
  },
});
