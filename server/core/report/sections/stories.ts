import { platformWord } from '../../mention/platform-words.ts';
import { momentWord } from '../../quantity-words.ts';
import type { Stage } from '../../story/story.ts';
import { shareCell } from '../cells.ts';
import type { ReportFacts, ReportStory } from '../report-facts.ts';
import type { Block, Section } from '../report-snapshot.ts';
import { platformsWord, spanWords } from '../report-words.ts';
import { storySentence } from '../summary.ts';

export const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  emerging: '初现',
  growing: '上升',
  peak: '高位',
  declining: '回落',
  evergreen: '日常',
  closed: '平息',
};

/** The stories told most, how far they went, and in whose words. */
export function storySection(facts: ReportFacts): Section {
  const { stories, period } = facts;
  const { now, before } = spanWords(period);
  const section = { id: 'stories', title: '主要事件' } as const;
  const finding = storySentence(facts);
  if (finding === null) {
    return { ...section, finding: `${now}没有两条以上内容说同一件事。`, blocks: [] };
  }
  const table: Block = {
    kind: 'table',
    title: '说得最多的事件',
    columns: [
      { name: '事件', width: 7 },
      { name: now, width: 2.5, figures: true },
      { name: '其中转载', width: 2, figures: true },
      { name: before, width: 2.5, figures: true },
      { name: '负面占比', width: 4 },
      { name: '最高峰', width: 4 },
      { name: '平台', width: 4 },
      { name: '现状', width: 2 },
    ],
    rows: stories.map((story) => [
      story.title,
      story.count,
      story.copies,
      story.before,
      shareCell(story.negative, story.count),
      `${momentWord(story.peak.at)}，1 小时 ${story.peak.count} 条`,
      platformsWord(story.platforms),
      STAGE_WORDS[story.stage],
    ]),
    bars: 1,
  };
  const how: Block = {
    kind: 'text',
    text: '按这段时间里的条数计，转载与原发分开列；“现状”是成稿时的。同一事件若也牵涉别的监测方案，条数连同那里的一起算。',
  };
  return { ...section, finding, blocks: [table, ...stories.flatMap(quotesOf), how] };
}

function quotesOf({ title, examples }: ReportStory): readonly Block[] {
  if (examples.length === 0) return [];
  const quotes = examples.map(({ text, platform, at, url }) => ({
    text,
    url,
    about: `${platformWord(platform)}，${momentWord(at)}`,
  }));
  return [{ kind: 'quotes', title: `“${title}”的例子`, quotes }];
}
