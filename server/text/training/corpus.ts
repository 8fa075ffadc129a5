import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { AppError } from '../../core/errors.ts';

/** One labelled text, as the sets hold it. */
export interface Row {
  readonly id: string;
  readonly text: string;
  readonly label?: number | null | Readonly<Record<string, number>>;
  readonly emotion?: string;
  readonly sentiment?: number;
  readonly domain?: string;
  /** Of a pair: the other text, and what was asked or done to it. */
  readonly text_b?: string;
  readonly kind?: string;
  readonly task?: string;
}

export type Part = 'train' | 'dev' | 'test' | 'all';

/** Sets that are labelled by the emoticon in the text: left in, it would be learnt instead of the words. */
const LABELLED_BY_EMOTICON: ReadonlySet<string> = new Set(['weibo100k']);
const EMOTICON = /\[[^[\]\s]{1,8}\]/g;

export function hasSet(folder: string, set: string, part: Part): boolean {
  return existsSync(fileOf(folder, set, part));
}

/** Rows of a part of a set. Throws AppError('bad_file') where the file is missing or no JSON lines. */
export function readSet(folder: string, set: string, part: Part): Row[] {
  const file = fileOf(folder, set, part);
  try {
    const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
    const rows = lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Row);
    if (!LABELLED_BY_EMOTICON.has(set)) return rows;
    return rows.map((row) => ({ ...row, text: row.text.replace(EMOTICON, '') }));
  } catch (fault) {
    throw new AppError('bad_file', `${file}: ${fault instanceof Error ? fault.message : String(fault)}`);
  }
}

function fileOf(folder: string, set: string, part: Part): string {
  return path.join(folder, set, `${part}.jsonl.gz`);
}
