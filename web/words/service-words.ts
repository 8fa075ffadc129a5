import type { Dimension, FixRow, Growth, ServiceScreen, TouchpointRow } from '../api/service-quality.ts';
import { boundWord, type Range } from '../range.ts';
import { MINUTE } from '../time.ts';
import { duration, exact, percent, stamp, type Tongue, usual } from './format.ts';
import { oneSidedWord } from './one-sided-words.ts';
import { growthWord, intervalWord } from './trend-words.ts';
import type { Words } from './zh.ts';

/** How a range and the one before it are said within a sentence. */
export function spanWords(range: Range, words: Words): { readonly now: string; readonly before: string } {
  const { service } = words;
  if (range.name !== 'custom')
    return { now: service.spans[range.name], before: service.spansBefore[range.name] };
  const [from, to] = [boundWord(range.fromDay ?? ''), boundWord(range.toDay ?? '')];
  return { now: service.spanOf(from, to), before: service.spanBefore };
}

/** The expectation that a touchpoint broke most often; null where none shows. */
export function worstDimension(row: TouchpointRow): Dimension | null {
  const worst = row.dimensions.toSorted((a, b) => b.complaints - a.complaints)[0];
  return worst !== undefined && worst.complaints > 0 ? worst.dimension : null;
}

/** What the page says first: what is complained of most, which expectation that breaks, and whether it is more than before. */
export function serviceLead(screen: ServiceScreen, range: Range, words: Words): string {
  const { service, codes, common } = words;
  const { now, before } = spanWords(range, words);
  const [row] = screen.touchpoints;
  if (screen.mentions === 0) {
    const said = screen.copies > 0 ? service.leadCopies(now, exact(screen.copies)) : service.leadEmpty(now);
    return `${said}${common.stop}`;
  }
  if (!row || row.complaints === 0) return `${service.leadNone(now, exact(screen.mentions))}${common.stop}`;
  const share = percent(row.share.p ?? 0);
  const worst = worstDimension(row);
  const said = [service.lead(now, exact(screen.mentions), share, codes.touchpoint[row.touchpoint])];
  if (worst !== null) said.push(service.leadMost(codes.servqual[worst], service.broken[worst]));
  const { oneSided } = screen;
  const changed = changeWords(row, before, words, oneSided.length > 0);
  const apart = oneSidedWord(oneSided, { now, before }, words);
  return `${[said.join(common.comma), changed, apart].filter((each) => each !== '').join(common.semicolon)}${common.stop}`;
}

function changeWords({ growth }: TouchpointRow, before: string, words: Words, apart: boolean): string {
  const { service } = words;
  if (growth === null) return apart ? '' : service.leadYoung;
  if (growth.ratio === null) return service.leadNew(before);
  const clear = growth.lo > 1 || (growth.hi !== null && growth.hi < 1);
  if (!clear) return service.leadSame(before);
  return service.leadGrowth(before, growthWord(growth, words), intervalWord(growth, words));
}

/** The change in the matrix: how many times as much, and its interval, or what it was before where that was nothing. */
export function rowChange(growth: Growth, before: string, words: Words): readonly [string, string] {
  const { matrix } = words.service;
  if (growth.ratio !== null) return [growthWord(growth, words), intervalWord(growth, words)];
  const word = growth.lo > 1 ? growthWord(growth, words) : matrix.unclear;
  return [word, matrix.before(before, '0')];
}

/** Title of the matrix: the cell that holds most. */
export function matrixFinding({ touchpoints }: ServiceScreen, words: Words): string {
  const { matrix } = words.service;
  const cells = touchpoints.flatMap((row) => row.dimensions.map((cell) => ({ row, cell })));
  const most = cells.toSorted((a, b) => b.cell.complaints - a.cell.complaints)[0];
  const name = (row: TouchpointRow): string => words.codes.touchpoint[row.touchpoint];
  if (most && most.cell.complaints > 0) {
    const { dimension, complaints } = most.cell;
    return matrix.most(name(most.row), words.codes.servqual[dimension], exact(complaints));
  }
  const [first] = touchpoints;
  return first && first.complaints > 0
    ? matrix.noDimension(name(first), exact(first.complaints))
    : matrix.fewer;
}

/** Name of the fact that a fix was about, as the list of mentions filters by it. */
export function facetOf({ touchpoint, dimension }: Pick<FixRow, 'touchpoint' | 'dimension'>): string {
  return dimension === null ? `touch.${touchpoint}` : `pair.${dimension}.${touchpoint}`;
}

/** `+1.4`, `−4.2`: a difference of shares in percentage points, to a tenth. */
export function pointsWord(difference: number): string {
  const points = (difference * 100).toFixed(1);
  if (Number(points) === 0) return '0.0';
  return points.startsWith('-') ? points.replace('-', '−') : `+${points}`;
}

/** `每天 5.8 条`: the mean of a day; what rounds to nought without being it says so. */
export function perDayWord(mean: number, words: Words): string {
  const { fix } = words.service;
  const said = usual(mean);
  return said === '0' && mean > 0 ? fix.perDayRare : fix.perDay(said);
}

const TIMES: Readonly<Record<string, number>> = { second: MINUTE / 60, minute: MINUTE, hour: 60 * MINUTE };

/** `1 小时 30 分`, `18 ℃`, `25 元`: an amount that people state. */
export function amountWord(value: number, unit: string, tongue: Tongue, words: Words): string {
  const time = TIMES[unit];
  if (time !== undefined && value >= 0) return duration(value * time, tongue);
  const units: Readonly<Record<string, string>> = words.service.gap.units;
  const word = Object.hasOwn(units, unit) ? (units[unit] ?? unit) : unit;
  const said = Number(value.toFixed(2)).toLocaleString('en-US');
  return word === '%' ? `${said}%` : `${said} ${word}`;
}

/** The matrix as a table: each line says of which watch and time it is, and of how many posts. */
export function matrixTable(
  screen: ServiceScreen,
  words: Words,
): { readonly head: readonly string[]; readonly lines: readonly (readonly (string | number | null)[])[] } {
  const { service, codes } = words;
  const { table } = service.matrix;
  const watch = screen.watches.find(({ id }) => id === screen.watchId)?.name ?? table.everyWatch;
  const about = [watch, stamp(screen.span.from), stamp(screen.span.to), screen.mentions];
  const head = [
    service.matrix.touchpoint,
    ...(screen.touchpoints[0]?.dimensions ?? []).map((each) => codes.servqual[each.dimension]),
    service.matrix.complaints,
    table.copies,
    service.matrix.share,
    table.lo,
    table.hi,
    table.before,
    table.ratio,
    table.watch,
    table.from,
    table.to,
    table.posts,
  ];
  const lines = screen.touchpoints.map((row) => [
    codes.touchpoint[row.touchpoint],
    ...row.dimensions.map(({ complaints }) => complaints),
    row.complaints,
    row.copies,
    row.share.p,
    row.share.lo,
    row.share.hi,
    row.before,
    row.growth?.ratio ?? null,
    ...about,
  ]);
  return { head, lines };
}
