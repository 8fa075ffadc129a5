import {
  AlignmentType,
  Document,
  Footer,
  Header,
  HeadingLevel,
  Packer,
  PageNumber,
  Paragraph,
  type Table,
  TextRun,
} from 'docx';
import type { ReportPrint } from '../../core/report/report.ts';
import { docxBlock, paragraph } from './docx-blocks.ts';
import { PAGE, SANS, STYLES } from './docx-style.ts';
import { madeWord, ordinal } from './headings.ts';
import { cleanText } from './svg.ts';

/** The report as a Word file: A4, styles for every kind of paragraph, so that it can be worked on. */
export async function writeDocx(report: ReportPrint): Promise<Buffer> {
  const document = new Document({
    title: cleanText(report.title),
    creator: cleanText(report.madeBy ?? '听潮'),
    description: cleanText(report.periodWord),
    styles: STYLES,
    sections: [
      {
        properties: {
          page: {
            size: { width: PAGE.width, height: PAGE.height },
            margin: { top: PAGE.top, bottom: PAGE.top, left: PAGE.side, right: PAGE.side },
          },
        },
        headers: { default: new Header({ children: [edge([report.title, '　', report.periodWord])] }) },
        footers: {
          default: new Footer({
            children: [edge(['第 ', PageNumber.CURRENT, ' 页，共 ', PageNumber.TOTAL_PAGES, ' 页'])],
          }),
        },
        children: bodyOf(report),
      },
    ],
  });
  return Packer.toBuffer(document);
}

function bodyOf(report: ReportPrint): (Paragraph | Table)[] {
  const { title, periodWord, summary, sections } = report;
  return [
    new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(cleanText(title))] }),
    paragraph(periodWord, 'Subtitle'),
    paragraph(madeWord(report), 'Subtitle'),
    heading(0, '摘要'),
    ...summary.map((text) => paragraph(text, 'Finding')),
    ...sections.flatMap(({ title: name, finding, remark, blocks }, i) => [
      heading(i + 1, name),
      paragraph(finding, 'Finding'),
      ...(remark === null ? [] : remark.split(/\n+/).map((line, at) => remarkOf(line, at === 0))),
      ...blocks.flatMap(docxBlock),
    ]),
  ];
}

const heading = (place: number, text: string): Paragraph =>
  new Paragraph({
    heading: HeadingLevel.HEADING_1,
    children: [new TextRun(cleanText(`${ordinal(place)}${text}`))],
  });

function remarkOf(text: string, first: boolean): Paragraph {
  const mark = first ? [new TextRun({ text: '批注：', bold: true, font: SANS })] : [];
  return new Paragraph({ children: [...mark, new TextRun(cleanText(text))] });
}

function edge(parts: readonly (string | (typeof PageNumber)[keyof typeof PageNumber])[]): Paragraph {
  const children = parts.map((part) => cleanText(part));
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [new TextRun({ children, font: SANS, size: 16, color: '5D6774' })],
  });
}
