import { growthCell, shareCell } from '../cells.ts';
import type { Amount, ReportFacts } from '../report-facts.ts';
import type { Block, Cell, Section } from '../report-snapshot.ts';
import { FEW, pointsWords, spanWords } from '../report-words.ts';
import { shareSentence, volumeSentence } from '../summary.ts';

/** How much was said, by how many people, and how much of it was negative. */
export function volumeSection(facts: ReportFacts): Section {
  const { volume, period } = facts;
  const { now, before } = spanWords(period);
  const chart: Block = {
    kind: 'volume',
    title: `${now}每${volume.unit === 'hour' ? '小时' : '天'}的条数，按情感`,
    unit: volume.unit,
    bars: volume.bars,
    beforeWord: volume.before === null ? null : before,
  };
  const table: Block = {
    kind: 'table',
    title: '声量与情感',
    columns: [
      { name: '', width: 3 },
      { name: now, width: 3, figures: true },
      { name: before, width: 3, figures: true },
      { name: '变化', width: 4 },
    ],
    rows: rowsOf(facts, before),
  };
  const finding = `${volumeSentence(facts)}${shareSentence(facts) ?? ''}`;
  return { id: 'volume', title: '声量与情感', finding, blocks: [chart, table] };
}

function rowsOf({ volume }: ReportFacts, before: string): readonly (readonly Cell[])[] {
  const past = volume.before;
  const row = (name: string, of: (amount: Amount) => Cell, change: Cell = null): readonly Cell[] => [
    name,
    of(volume.now),
    past === null ? null : of(past),
    change,
  ];
  return [
    row('提及', ({ count }) => count, growthCell(volume.growth)),
    row('原发', ({ count, copies }) => count - copies),
    row('转载', ({ copies }) => copies),
    row('作者', ({ authors }) => (authors.exact ? authors.authors : `约 ${authors.authors}`)),
    row('负面', ({ negative }) => negative),
    row(
      '负面占比',
      ({ negative, count }) => shareCell(negative, count),
      differenceWord(volume.now, past, before),
    ),
  ];
}

function differenceWord(now: Amount, past: Amount | null, before: string): Cell {
  if (past === null || now.count < FEW || past.count < FEW) return null;
  return pointsWords({ hits: now.negative, n: now.count }, { hits: past.negative, n: past.count }, before);
}
