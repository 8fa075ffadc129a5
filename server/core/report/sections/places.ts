import { platformWord } from '../../mention/platform-words.ts';
import { percent } from '../../quantity-words.ts';
import { cellWord, shareCell } from '../cells.ts';
import type { PlaceFacts, ReportFacts, VoiceFacts } from '../report-facts.ts';
import type { Block, Section } from '../report-snapshot.ts';
import { grouped, spanWords } from '../report-words.ts';

const MAX_PLACES_LISTED = 12;

/** Where it was said, of which places, and beside which rivals. */
export function placeSection(facts: ReportFacts): Section {
  const { platforms, regions, voices, period } = facts;
  const blocks = [
    table('平台', platforms.map(named), platforms, period),
    table('地区', regions, [], period),
    voiceTable(voices, period),
  ].filter((block) => block !== null);
  const title = voices.length > 0 ? '平台、地区与竞品' : '平台与地区';
  return { id: 'places', title, finding: findingOf(facts), blocks };
}

const named = (place: PlaceFacts): PlaceFacts => ({ ...place, name: platformWord(place.name) });

function findingOf({ platforms, regions, voices, period }: ReportFacts): string {
  const { now } = spanWords(period);
  const [first] = platforms;
  if (first === undefined || first.count === 0) return `${now}没有提及，说不上在哪里。`;
  const all = sumOf(platforms);
  const [area] = regions;
  const where = area === undefined ? '' : `；点名的地方里，${area.name}最多（${grouped(area.count)} 条）`;
  const own = voices.find((voice) => voice.own);
  const voice = own
    ? `；与 ${voices.length - 1} 家竞品相比，声量占 ${cellWord(shareCell(own.count, sumOf(voices)))}`
    : '';
  return `${percent(first.count / all)} 的提及在${platformWord(first.name)}（${grouped(first.count)} 条）${where}${voice}。`;
}

const sumOf = (places: readonly PlaceFacts[]): number => places.reduce((sum, { count }) => sum + count, 0);

/** @param whole what the shares are of; empty: of nothing, as a post may name several places or none */
function table(
  name: string,
  places: readonly PlaceFacts[],
  whole: readonly PlaceFacts[],
  period: ReportFacts['period'],
): Block | null {
  if (places.length === 0) return null;
  const all = sumOf(whole);
  const { now, before } = spanWords(period);
  return {
    kind: 'table',
    title: name === '平台' ? '在哪里说' : '说到哪里',
    columns: [
      { name, width: 4 },
      { name: now, width: 2, figures: true },
      ...(all > 0 ? [{ name: '占比', width: 4 }] : []),
      { name: before, width: 2, figures: true },
      { name: '负面占比', width: 4 },
    ],
    rows: places
      .slice(0, MAX_PLACES_LISTED)
      .map((place) => [
        place.name,
        place.count,
        ...(all > 0 ? [shareCell(place.count, all)] : []),
        place.before,
        shareCell(place.negative, place.count),
      ]),
    bars: 1,
  };
}

function voiceTable(voices: readonly VoiceFacts[], period: ReportFacts['period']): Block | null {
  if (voices.length === 0) return null;
  const { now, before } = spanWords(period);
  const all = sumOf(voices);
  const known = voices.every((voice) => voice.before !== null);
  const past = voices.reduce((sum, voice) => sum + (voice.before ?? 0), 0);
  return {
    kind: 'table',
    title: '与竞品相比的声量',
    columns: [
      { name: '方案', width: 4 },
      { name: now, width: 2, figures: true },
      { name: '声量占比', width: 4 },
      { name: `${before}声量占比`, width: 4 },
      { name: '负面占比', width: 4 },
    ],
    rows: voices.map((voice) => [
      voice.own ? `${voice.name}（我方）` : voice.name,
      voice.count,
      shareCell(voice.count, all),
      known ? shareCell(voice.before ?? 0, past) : null,
      shareCell(voice.negative, voice.count),
    ]),
    bars: 1,
  };
}
