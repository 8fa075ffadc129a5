import type { Growth } from '../statistics/growth-interval.ts';
import type { Share } from '../statistics/share.ts';
import { wilson } from '../statistics/wilson.ts';
import type { Cell } from './report-snapshot.ts';
import { grouped, growthWord, shareWord } from './report-words.ts';

/** So many of so many, with the interval; nothing of nothing. */
export function shareCell(hits: number, n: number): Cell {
  return n === 0 ? null : intervalCell({ p: hits / n, ...wilson(hits, n) });
}

export function intervalCell(share: Share): Cell {
  return share.p === null ? null : { kind: 'share', share, word: shareWord(share) };
}

export function growthCell(growth: Growth | null): Cell {
  return growth === null ? null : { kind: 'growth', growth, word: growthWord(growth) };
}

/** What a cell says, as text. */
export function cellWord(cell: Cell): string {
  if (cell === null) return '—';
  if (typeof cell === 'string') return cell;
  return typeof cell === 'number' ? grouped(cell) : cell.word;
}
