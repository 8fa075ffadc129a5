import type { Level } from '../api.ts';
import type { Annotation, TimelineFindings } from '../api-trends.ts';
import { t } from '../words/say.svelte.ts';
import { ratioWord } from '../words/trend-words.ts';
import { type Palette, thin } from './palette.ts';
import type { View } from './trend-plugins.ts';

export interface Marked {
  readonly findings: TimelineFindings;
  readonly marks: readonly { readonly at: number; readonly level: Level; readonly alertId: number }[];
  readonly annotations: readonly Annotation[];
}

interface Mark {
  readonly at: number;
  readonly words: string;
  readonly color: string;
  readonly dash: readonly number[];
}

const LONGEST = 9;
/** Labels closer than this part of the chart stand one below the other. */
const CLOSE = 0.13;
const ROWS = 4;

/** What stands across the bars: bursts and stretches as ground, the rest as thin rules with a word. */
export function marksOf({ findings, marks, annotations }: Marked, view: View, palette: Palette): object[] {
  const stretches = [
    ...findings.bursts.map(({ from, to }) => ({ from, to, color: thin(palette.accent, 0.14) })),
    ...annotations.flatMap(({ at, until }) =>
      until === null ? [] : [{ from: at, to: until, color: thin(palette.ink, 0.07) }],
    ),
  ];
  const rules = placed(
    [
      ...findings.changes.map(({ at, before, after }) => ({
        ...{ at, color: palette.muted, dash: [4, 3] },
        words: `${ratioWord(before)} → ${ratioWord(after)}`,
      })),
      ...alertMarks(marks, palette),
      ...annotations.map(({ at, text }) => ({ at, words: cut(text), color: palette.ink, dash: [] })),
    ],
    view,
  );
  return [
    ...stretches.map(({ from, to, color }) => ({
      ...{ type: 'box', xMin: from, xMax: to, backgroundColor: color, borderWidth: 0 },
      drawTime: 'beforeDatasetsDraw',
    })),
    ...rules.map((rule) => ruleOf(rule, view, palette)),
  ];
}

/** The rises of one alert share a mark, where it opened: 蓝 → 橙. */
function alertMarks(marks: Marked['marks'], palette: Palette): readonly Mark[] {
  return [...Map.groupBy(marks, ({ alertId }) => alertId).values()].flatMap((rises) => {
    const [first] = rises;
    const last = rises.at(-1);
    if (!first || !last) return [];
    const words = rises.map(({ level }) => t().codes.level[level]).join(' → ');
    return [{ at: first.at, words, color: palette[`level-${last.level}`], dash: [] }];
  });
}

function placed(marks: readonly Mark[], view: View): readonly (Mark & { readonly row: number })[] {
  const found: (Mark & { row: number })[] = [];
  for (const mark of marks.toSorted((a, b) => a.at - b.at)) {
    if (mark.at < view.from || mark.at > view.to) continue;
    const taken = found
      .filter((each) => mark.at - each.at < (view.to - view.from) * CLOSE)
      .map(({ row }) => row);
    const row = [...Array(ROWS).keys()].find((each) => !taken.includes(each)) ?? ROWS - 1;
    found.push({ ...mark, row });
  }
  return found;
}

function ruleOf(
  { at, words, color, dash, row }: Mark & { readonly row: number },
  view: View,
  palette: Palette,
) {
  const late = at - view.from > (view.to - view.from) * 0.8;
  return {
    ...{ type: 'line', xMin: at, xMax: at, borderColor: color, borderWidth: 1.5, borderDash: dash },
    label: {
      display: true,
      content: words,
      position: 'end',
      // Beside its rule, on the side where there is room.
      xAdjust: (late ? -1 : 1) * (widthOf(words) / 2 + 12),
      yAdjust: row * 24,
      backgroundColor: palette.surface,
      borderColor: color,
      borderWidth: 1,
      color: palette.ink,
      font: { family: palette.font, size: 12, weight: 400 },
      padding: { x: 5, y: 2 },
      borderRadius: 4,
    },
  };
}

const cut = (text: string): string =>
  [...text].length > LONGEST ? `${[...text].slice(0, LONGEST - 1).join('')}…` : text;

/** Rough width of a label at 12 px: a Chinese character is square, the rest half as wide. */
function widthOf(text: string): number {
  return [...text].reduce((sum, unit) => sum + (unit > '\u2e80' ? 12 : 6), 0);
}
