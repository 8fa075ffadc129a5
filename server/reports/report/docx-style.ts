import { AlignmentType, type IStylesOptions, LineRuleType } from 'docx';

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

/**
 * Space within and around a paragraph: `line` in 240ths of a line. Without the rule some office programs take `line`
 * for a height and cut off pictures.
 */
export const spacing = (
  line: number,
  around: { readonly before?: number; readonly after?: number } = {},
) => ({
  ...around,
  line,
  lineRule: LineRuleType.AUTO,
});

const heading = (id: string, name: string, size: number, before: number, level: number) => ({
  id,
  name,
  basedOn: 'Normal',
  next: 'Normal',
  quickFormat: true,
  run: { font: SANS, size, bold: true, color: INK },
  paragraph: { spacing: spacing(320, { before, after: 120 }), keepNext: true, outlineLevel: level },
});

/** Sizes are half points. */
export const STYLES: IStylesOptions = {
  default: {
    document: { run: { font: SERIF, size: 23, color: INK, language: { value: 'en-US', eastAsia: 'zh-CN' } } },
  },
  paragraphStyles: [
    {
      id: 'Normal',
      name: 'Normal',
      quickFormat: true,
      paragraph: { spacing: spacing(340, { after: 80 }) },
    },
    {
      id: 'Title',
      name: 'Title',
      basedOn: 'Normal',
      next: 'Normal',
      quickFormat: true,
      run: { font: SANS, size: 40, bold: true },
      paragraph: { alignment: AlignmentType.CENTER, spacing: spacing(360, { before: 120, after: 60 }) },
    },
    {
      id: 'Subtitle',
      name: 'Subtitle',
      basedOn: 'Normal',
      next: 'Normal',
      quickFormat: true,
      run: { font: SANS, size: 20, color: '5D6774' },
      paragraph: { alignment: AlignmentType.CENTER, spacing: spacing(300, { after: 40 }) },
    },
    heading('Heading1', 'heading 1', 28, 360, 0),
    heading('Heading2', 'heading 2', 22, 200, 1),
    {
      id: 'Finding',
      name: '结论',
      basedOn: 'Normal',
      next: 'Normal',
      quickFormat: true,
      run: { font: SANS, size: 22 },
      paragraph: { spacing: spacing(320, { after: 120 }) },
    },
    {
      id: 'Note',
      name: '说明',
      basedOn: 'Normal',
      quickFormat: true,
      run: { font: SANS, size: 17, color: '5D6774' },
      paragraph: { spacing: spacing(280, { before: 60, after: 60 }) },
    },
    {
      id: 'TableText',
      name: '表格',
      basedOn: 'Normal',
      quickFormat: true,
      run: { font: SANS, size: 18 },
      paragraph: { spacing: spacing(260, { before: 20, after: 20 }) },
    },
  ],
};
