import type { Level } from '../api/client.ts';
import type { Annotation, TimelineFindings } from '../api/trends.ts';
import { t } from '../words/say.svelte.ts';
import { ratioWord } from '../words/trend-words.ts';
import { alertLabels, inRows, widthOf } from './alert-rules.ts';
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

const MAX_MARK_LENGTH = 9;

/** What stands across the bars: bursts and stretches as ground, the rest as thin rules with a word. */
export function marksOf({ findings, marks, annotations }: Marked, view: View, palette: Palette): object[] {
  const stretches = [
    ...findings.bursts.map(({ from, to }) => ({ from, to, color: thin(palette.accent, 0.14) })),
    ...annotations.flatMap(({ at, until }) =>
      until === null ? [] : [{ from: at, to: until, color: thin(palette.ink, 0.07) }],
    ),
  ];
  const rules = inRows(
    [
      ...findings.changes.map(({ at, before, after }) => ({
        at,
        color: palette.muted,
        dash: [4, 3],
        words: `${ratioWord(before)} → ${ratioWord(after)}`,
      })),
      ...alertMarks(marks, view, palette),
      ...annotations.map(({ at, text }) => ({ at, words: cut(text), color: palette.ink, dash: [] })),
    ],
    view,
  );
  return [
    ...stretches.map(({ from, to, color }) => ({
      type: 'box',
      xMin: from,
      xMax: to,
      backgroundColor: color,
      borderWidth: 0,
      drawTime: 'beforeDatasetsDraw',
    })),
    ...rules.map((rule) => ruleOf(rule, view, palette)),
  ];
}

/** The rises of one alert share a mark, where it opened: 蓝 → 橙. */
function alertMarks(marks: Marked['marks'], { from, to }: View, palette: Palette): readonly Mark[] {
  const rises = [...Map.groupBy(marks, ({ alertId }) => alertId).values()].map((each) => ({
    at: each[0]?.at ?? 0,
    levels: each.map(({ level }) => level),
  }));
  const seen = rises.filter(({ at }) => at >= from && at <= to);
  return alertLabels(seen, to - from, (level) => t().codes.level[level]).map(({ at, words, level }) => ({
    at,
    words,
    color: palette[`level-${level}`],
    dash: [],
  }));
}

function ruleOf(
  { at, words, color, dash, row }: Mark & { readonly row: number },
  view: View,
  palette: Palette,
) {
  const late = at - view.from > (view.to - view.from) * 0.8;
  return {
    type: 'line',
    xMin: at,
    xMax: at,
    borderColor: color,
    borderWidth: 1.5,
    borderDash: dash,
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
  [...text].length > MAX_MARK_LENGTH ? `${[...text].slice(0, MAX_MARK_LENGTH - 1).join('')}…` : text;
