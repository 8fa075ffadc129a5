import { createPairJudge, type PairJudgement } from '../stories/pair-model.ts';
import { readArguments } from './shell/arguments.ts';
import { defineCommand } from './shell/command.ts';
import { idOf, type JsonRow, jsonRows } from './shell/json-rows.ts';
import { put, putFault } from './shell/streams.ts';
import { untilAsked } from './shell/until-stopped.ts';

type Judge = (textA: string, textB: string) => PairJudgement;

/** The answer's line, or why there is none. */
function answer(judge: Judge, read: JsonRow): { readonly answer: string } | { readonly fault: string } {
  if ('fault' in read) return read;
  const { text, text_b } = read.row;
  const given = idOf(read.row);
  if ('fault' in given) return given;
  if (typeof text !== 'string' || typeof text_b !== 'string') {
    return { fault: '"text" and "text_b" must be texts' };
  }
  const { duplicate, duplicateScore, sameEvent, sameEventScore, sameTopic, sameTopicScore } = judge(
    text,
    text_b,
  );
  const round = (score: number) => Math.round(score * 1e6) / 1e6;
  return {
    answer: `${JSON.stringify({
      id: given.id,
      duplicate,
      duplicate_score: round(duplicateScore),
      same_event: sameEvent,
      same_event_score: round(sameEventScore),
      same_topic: sameTopic,
      same_topic_score: round(sameTopicScore),
    })}\n`,
  };
}

export default defineCommand({
  name: 'same',
  summary: 'say of pairs of texts from stdin (JSONL) whether they are copies, or tell of one event',
  help: `
usage: tingchao same < pairs.jsonl > answers.jsonl

Reads one {"id","text","text_b"} a line and writes, in the same order, one
{"id","duplicate","duplicate_score","same_event","same_event_score","same_topic","same_topic_score"}.
Scores are 0..1, and a half and more is a yes. A copy is one whole, cut, quoted, framed or slightly changed;
the same event may be told in other words; the same topic is the wider question, with a threshold of its own.
Which of the two texts comes first does not matter. A bad line is told on stderr as
{"line":N,"error":"CODE","message":"…"}, the rest goes on, and the exit status is 1.`,
  async run(args, io) {
    readArguments(args, [], {});
    const judge = createPairJudge();
    let status = 0;
    for await (const rows of untilAsked(jsonRows(io.stdin), io.signal)) {
      let lines = '';
      for (const row of rows) {
        const answered = answer(judge, row);
        if ('answer' in answered) lines += answered.answer;
        else {
          status = 1;
          putFault(io.stderr, row.line, 'bad_row', answered.fault);
        }
      }
      await put(io.stdout, lines);
    }
    return io.signal.aborted ? 1 : status;
  },
});
