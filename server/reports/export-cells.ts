import { OWN_ID, OWN_SEEN, OWN_SOURCE } from '../core/import/own-export.ts';
import { publishedWord } from '../core/mention/evidence-list.ts';
import type { ExportRow } from '../core/mention/export-row.ts';
import { chinaTime } from '../core/time.ts';

const SENTIMENTS = { '-1': '负面', '0': '中性', '1': '正面' } as const;

/**
 * Columns of a table for people, in order. The import recognises their names, and by them a table of ours: see
 * `ownExportOf` before one is taken away.
 */
export const EXPORT_COLUMNS: readonly {
  readonly name: string;
  readonly width: number;
  readonly cell: (row: ExportRow) => string | number | null;
}[] = [
  { name: '本站编号', width: 10, cell: (row) => row.postId },
  { name: '方案', width: 14, cell: (row) => row.watch },
  { name: '平台', width: 12, cell: (row) => row.platform },
  { name: '发布时间', width: 20, cell: (row) => publishedWord(row.at, row.precision) },
  { name: '标题', width: 40, cell: (row) => row.title },
  { name: '正文', width: 80, cell: (row) => row.text },
  { name: '作者', width: 26, cell: (row) => row.author },
  { name: '链接', width: 40, cell: (row) => row.url },
  { name: '情感', width: 8, cell: (row) => SENTIMENTS[row.sentiment] },
  { name: '情感得分', width: 10, cell: (row) => row.score },
  { name: '计入统计', width: 10, cell: (row) => (row.inStatistics ? '是' : '否') },
  { name: '命中词', width: 20, cell: (row) => row.terms.join(' ') },
  { name: '地区', width: 10, cell: (row) => row.region },
  { name: '评分', width: 6, cell: (row) => row.rating },
  { name: '点赞数', width: 8, cell: (row) => row.metrics.likes ?? null },
  { name: '评论数', width: 8, cell: (row) => row.metrics.comments ?? null },
  { name: '转发数', width: 8, cell: (row) => row.metrics.reposts ?? null },
  { name: '阅读数', width: 10, cell: (row) => row.metrics.views ?? null },
  { name: '原帖编号', width: 10, cell: (row) => row.copyOf },
  { name: '被转抄', width: 8, cell: (row) => row.copies },
  { name: OWN_SEEN, width: 20, cell: (row) => chinaTime(row.observedAt) },
  { name: OWN_SOURCE, width: 12, cell: (row) => row.source },
  { name: OWN_ID, width: 26, cell: (row) => row.externalId },
];
