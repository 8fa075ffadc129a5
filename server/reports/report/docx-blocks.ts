import {
  AlignmentType,
  BorderStyle,
  ExternalHyperlink,
  HeadingLevel,
  ImageRun,
  Paragraph,
  type ParagraphChild,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import { cellWord } from '../../core/report/cells.ts';
import type { Block, Cell, QuotesBlock, TableBlock, VolumeBlock } from '../../core/report/report-snapshot.ts';
import { SANS, spacing, TEXT_WIDTH } from './docx-style.ts';
import { legendOf } from './legend.ts';
import { linkOf } from './link.ts';
import { pngOf } from './png.ts';
import { cleanText, svgOf } from './svg.ts';
import { drawVolume } from './volume-drawing.ts';

/** One part of a section as Word has it. */
export function docxBlock(block: Block): readonly (Paragraph | Table)[] {
  if (block.kind === 'text') return [paragraph(block.text, 'Note')];
  if (block.kind === 'volume') return chart(block);
  return block.kind === 'table' ? table(block) : quotes(block);
}

export function paragraph(text: string, style: string): Paragraph {
  return new Paragraph({ style, children: [new TextRun(cleanText(text))] });
}

const subheading = (text: string): Paragraph =>
  new Paragraph({ heading: HeadingLevel.HEADING_2, children: [new TextRun(cleanText(text))] });

/** Pixels at 96 to the inch: as wide as the text. */
const CHART_WIDTH = Math.floor(TEXT_WIDTH / 15);

function chart(block: VolumeBlock): readonly Paragraph[] {
  const drawing = drawVolume(block);
  const size = { width: CHART_WIDTH, height: Math.round((CHART_WIDTH * drawing.height) / drawing.width) };
  const image = new ImageRun({
    type: 'svg',
    data: Buffer.from(svgOf(drawing, block.title)),
    transformation: size,
    altText: { name: block.title, title: block.title, description: block.title },
    fallback: { type: 'png', data: pngOf(drawing) },
  });
  const legend = legendOf(block).flatMap(({ sign, color, word }) => [
    new TextRun({ text: `${sign} `, color: color.slice(1), font: SANS }),
    new TextRun({ text: `${cleanText(word)}　` }),
  ]);
  return [
    subheading(block.title),
    new Paragraph({ keepNext: true, spacing: spacing(240), children: [image] }),
    new Paragraph({ style: 'Note', children: legend }),
  ];
}

function table({ title, columns, rows }: TableBlock): readonly (Paragraph | Table)[] {
  const all = columns.reduce((sum, { width }) => sum + width, 0);
  const widths = columns.map(({ width }) => Math.floor((TEXT_WIDTH * width) / all));
  const row = (cells: readonly Cell[], head: boolean): TableRow =>
    new TableRow({
      tableHeader: head,
      cantSplit: true,
      children: columns.map(({ figures }, i) =>
        cellOf(cells[i] ?? null, widths[i] ?? 0, {
          head,
          figures,
          apart: columns[i - 1]?.figures && !figures,
        }),
      ),
    });
  const names = columns.map(({ name }) => name);
  return [
    subheading(title),
    new Table({
      layout: TableLayoutType.FIXED,
      columnWidths: widths,
      borders: BORDERS,
      width: { size: TEXT_WIDTH, type: WidthType.DXA },
      margins: { top: 30, bottom: 30, left: 80, right: 80 },
      rows: [row(names, true), ...rows.map((cells) => row(cells, false))],
    }),
    new Paragraph({ spacing: spacing(200, { after: 60 }), children: [] }),
  ];
}

const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const FIRM = { style: BorderStyle.SINGLE, size: 8, color: '5D6774' } as const;
const THIN = { style: BorderStyle.SINGLE, size: 4, color: 'DFE3E8' } as const;
const BORDERS = {
  top: FIRM,
  bottom: FIRM,
  left: NONE,
  right: NONE,
  insideHorizontal: THIN,
  insideVertical: NONE,
};

interface Place {
  readonly head: boolean;
  readonly figures: true | undefined;
  /** Words right of figures, which end where they begin. */
  readonly apart: boolean | undefined;
}

function cellOf(cell: Cell, width: number, { head, figures, apart }: Place): TableCell {
  const alignment = figures ? AlignmentType.RIGHT : AlignmentType.LEFT;
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlign.CENTER,
    ...(apart ? { margins: { left: 240 } } : {}),
    ...(head ? { shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'F1F3F5' } } : {}),
    children: [
      new Paragraph({
        style: 'TableText',
        alignment,
        keepNext: head,
        children: [new TextRun({ text: cleanText(cellWord(cell)), bold: head })],
      }),
    ],
  });
}

function sourceOf(address: string | null): readonly ParagraphChild[] {
  const link = linkOf(address);
  if (link === null) return [];
  const run = new TextRun({ text: '原文', font: SANS, size: 17, color: '1F6F8B', underline: {} });
  return [new ExternalHyperlink({ link, children: [run] })];
}

function quotes({ title, quotes }: QuotesBlock): readonly Paragraph[] {
  return [
    subheading(title),
    ...quotes.map(
      ({ text, about, url }) =>
        new Paragraph({
          indent: { left: 240 },
          border: { left: { style: BorderStyle.SINGLE, size: 12, color: 'DFE3E8', space: 8 } },
          children: [
            new TextRun(cleanText(`${text}　`)),
            new TextRun({ text: cleanText(`${about}　`), font: SANS, size: 17, color: '5D6774' }),
            ...sourceOf(url),
          ],
        }),
    ),
  ];
}
