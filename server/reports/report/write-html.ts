import { cellWord } from '../../core/report/cells.ts';
import type { ReportPrint } from '../../core/report/report.ts';
import type { Block, Cell, QuotesBlock, TableBlock, VolumeBlock } from '../../core/report/report-snapshot.ts';
import { madeWord, ordinal } from './headings.ts';
import { STYLE } from './html-style.ts';
import { legendOf } from './legend.ts';
import { linkOf } from './link.ts';
import { svgOf, escapeMarkup as text } from './svg.ts';
import { drawVolume } from './volume-drawing.ts';

/** The report as one page without scripts, which prints on A4. All that was crawled is text. */
export function writeHtml(report: ReportPrint): string {
  const { title, periodWord, summary, sections } = report;
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${text(title)} ${text(periodWord)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${text(title)}</h1>
<p class="about">${text(periodWord)}</p>
<p class="about">${text(madeWord(report))}</p>
<section>
<h2>${ordinal(0)}摘要</h2>
<ul class="summary">${summary.map((line) => `<li>${text(line)}</li>`).join('')}</ul>
</section>
${sections.map(sectionOf).join('\n')}
</body>
</html>
`;
}

function sectionOf({ title, finding, remark, blocks }: ReportPrint['sections'][number], at: number): string {
  return [
    `<section>\n<h2>${ordinal(at + 1)}${text(title)}</h2>`,
    `<p class="finding">${text(finding)}</p>`,
    ...(remark === null ? [] : [`<p class="remark"><strong>批注：</strong>${text(remark)}</p>`]),
    ...blocks.map(blockOf),
    '</section>',
  ].join('\n');
}

function blockOf(block: Block): string {
  if (block.kind === 'text') return `<p class="note">${text(block.text)}</p>`;
  if (block.kind === 'volume') return chartOf(block);
  return block.kind === 'table' ? tableOf(block) : quotesOf(block);
}

function chartOf(block: VolumeBlock): string {
  const legend = legendOf(block).map(
    ({ sign, color, word }) => `<span><i style="color:${color}">${sign}</i> ${text(word)}</span>`,
  );
  return `<h3>${text(block.title)}</h3>
<figure>${svgOf(drawVolume(block), block.title)}<figcaption>${legend.join('')}</figcaption></figure>`;
}

function tableOf({ title, columns, rows, bars }: TableBlock): string {
  const all = columns.reduce((sum, { width }) => sum + width, 0);
  const most = Math.max(1, ...rows.map((row) => countIn(row, bars)));
  const attribute = (i: number): string => (columns[i]?.figures ? ' class="figure"' : '');
  const heads = columns.map(({ name }, i) => `<th scope="col"${attribute(i)}>${text(name)}</th>`);
  const lines = rows.map((row) => {
    const cells = row.map((cell, i) => {
      const bar =
        i === bars ? `<span class="bar" style="width:${(countIn(row, bars) / most) * 100}%"></span>` : '';
      return `<td${attribute(i)}>${text(cellWord(cell))}${bar}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  const widths = columns.map(({ width }) => `<col style="width:${((width / all) * 100).toFixed(1)}%">`);
  return `<h3>${text(title)}</h3>
<div class="wide"><table><colgroup>${widths.join('')}</colgroup><thead><tr>${heads.join('')}</tr></thead>
<tbody>${lines.join('\n')}</tbody></table></div>`;
}

function countIn(row: readonly Cell[], bars: number | undefined): number {
  const cell = bars === undefined ? null : row[bars];
  return typeof cell === 'number' ? cell : 0;
}

function quotesOf({ title, quotes }: QuotesBlock): string {
  const each = quotes.map(({ text: said, about, url }) => {
    const address = linkOf(url);
    const link = address === null ? '' : ` <a href="${text(address)}" rel="noreferrer">原文</a>`;
    return `<blockquote>${text(said)} <span>${text(about)}</span>${link}</blockquote>`;
  });
  return `<h3>${text(title)}</h3>\n${each.join('\n')}`;
}
