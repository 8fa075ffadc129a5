import { AlignmentType, type IStylesOptions } from 'docx';

/** Twentieths of a point: A4 between margins of 2.5 and 2.2 cm. */
export const PAGE = { width: 11_906, height: 16_838, top: 1_417, side: 1_247 } as const;
export const TEXT_WIDTH = PAGE.width - 2 * PAGE.side;

/** For headings and tables; for paragraphs. Machines without them take what they have for Chinese. */
export const SANS = { ascii: 'Arial', hAnsi: 'Arial', cs: 'Arial', eastAsia: '微软雅黑' } as const;
const SERIF = {
  ascii: 'Times New Roman',
  hAnsi: 'Times New Roman',
  cs: 'Times New Roman',
  eastAsia: '仿宋',
} as const;

const INK = '1D2733';
const heading = (id: string, name: string, size: number, before: number, level: number) => ({
  ...{ id, name, basedOn: 'Normal', next: 'Normal', quickFormat: true },
  run: { font: SANS, size, bold: true, color: INK },
  paragraph: { spacing: { before, after: 120, line: 320 }, keepNext: true, outlineLevel: level },
});

/** Sizes are half points. */
export const STYLES: IStylesOptions = {
  default: {
    document: { run: { font: SERIF, size: 23, color: INK, language: { value: 'en-US', eastAsia: 'zh-CN' } } },
  },
  paragraphStyles: [
    {
      ...{ id: 'Normal', name: 'Normal', quickFormat: true },
      paragraph: { spacing: { line: 400, after: 80 } },
    },
    {
      ...{ id: 'Title', name: 'Title', basedOn: 'Normal', next: 'Normal', quickFormat: true },
      run: { font: SANS, size: 40, bold: true },
      paragraph: { alignment: AlignmentType.CENTER, spacing: { before: 120, after: 60, line: 480 } },
    },
    {
      ...{ id: 'Subtitle', name: 'Subtitle', basedOn: 'Normal', next: 'Normal', quickFormat: true },
      run: { font: SANS, size: 20, color: '5D6774' },
      paragraph: { alignment: AlignmentType.CENTER, spacing: { after: 40, line: 300 } },
    },
    heading('Heading1', 'heading 1', 28, 360, 0),
    heading('Heading2', 'heading 2', 22, 200, 1),
    {
      ...{ id: 'Finding', name: '结论', basedOn: 'Normal', next: 'Normal', quickFormat: true },
      run: { font: SANS, size: 22 },
      paragraph: { spacing: { line: 360, after: 120 } },
    },
    {
      ...{ id: 'Note', name: '说明', basedOn: 'Normal', quickFormat: true },
      run: { font: SANS, size: 17, color: '5D6774' },
      paragraph: { spacing: { line: 280, before: 60, after: 60 } },
    },
    {
      ...{ id: 'TableText', name: '表格', basedOn: 'Normal', quickFormat: true },
      run: { font: SANS, size: 18 },
      paragraph: { spacing: { line: 260, before: 20, after: 20 } },
    },
  ],
};
