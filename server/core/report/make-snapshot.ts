import type { ReportFacts } from './report-facts.ts';
import { type ReportSnapshot, SNAPSHOT_VERSION } from './report-snapshot.ts';
import { periodWord, subjectWord } from './report-words.ts';
import { alertSection } from './sections/alerts.ts';
import { dataSection } from './sections/data.ts';
import { serviceSection } from './sections/expectations.ts';
import { placeSection } from './sections/places.ts';
import { storySection } from './sections/stories.ts';
import { volumeSection } from './sections/volume.ts';
import { withoutSpareColumns } from './spare-columns.ts';
import { summaryOf } from './summary.ts';

const KINDS = { daily: '日报', weekly: '周报', monthly: '月报', custom: '专报' } as const;

/** Puts what was counted into words: the report as it will be kept. The same facts make the same report. */
export function makeSnapshot(facts: ReportFacts): ReportSnapshot {
  const { period, watches, madeAt } = facts;
  return {
    version: SNAPSHOT_VERSION,
    title: `${subjectWord(facts)}舆情${KINDS[period.kind]}`,
    period,
    periodWord: periodWord(period),
    watches,
    madeAt,
    summary: summaryOf(facts),
    sections: [
      volumeSection(facts),
      alertSection(facts),
      storySection(facts),
      serviceSection(facts),
      placeSection(facts),
      dataSection(facts),
    ].map((section) => ({ ...section, blocks: section.blocks.map(withoutSpareColumns) })),
  };
}
