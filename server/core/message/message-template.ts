import { AppError } from '../errors.ts';
import {
  type Piece,
  readLine,
  type TemplateFault,
  type TemplateFaultCode,
  type TemplateLine,
} from './template-line.ts';

/** How the messages of an alert are worded, as a team writes it. */
export interface TemplateText {
  /** The line that a lock screen shows. */
  readonly title: string;
  /** A part of the message on each line; a line that begins with `//` is kept and left out. */
  readonly body: string;
}

/** A template to write messages by. */
export interface Template {
  readonly title: readonly Piece[];
  readonly lines: readonly TemplateLine[];
}

/** What is said where nobody wrote anything else, in the order in which it is read on a lock screen. */
export const STANDARD_TEXT: TemplateText = {
  title: '{{等级}} · {{变化}} · {{主体}}',
  body: [
    '{{一句话}}',
    '{{异常程度}}',
    '{{发起与扩散}}',
    '{{帖子}}',
    '{{现在该做}}',
    '{{风险指数}} · {{时间}}',
    '{{确认链接}}',
    '{{链接}}',
  ].join('\n'),
};

/** Characters of each part; a service cuts earlier, and the page shows where. */
export const MAX_TITLE_LENGTH = 200;
export const MAX_BODY_LENGTH = 4_000;
const MAX_LINES = 60;
const LEFT_OUT = '//';

export type TemplateReading =
  | { readonly template: Template; readonly faults: readonly [] }
  | { readonly template: null; readonly faults: readonly TemplateFault[] };

/** A template, or everything that is wrong with it at once. */
export function readTemplate({ title, body }: TemplateText): TemplateReading {
  const written = body.split(/\r?\n/);
  const faults: TemplateFault[] = [];
  const whole = (code: TemplateFaultCode, part: 'title' | 'body') =>
    faults.push({ code, part, line: 1, column: 1, name: '', near: null });
  if (title.length > MAX_TITLE_LENGTH) whole('too_long', 'title');
  if (body.length > MAX_BODY_LENGTH || written.length > MAX_LINES) whole('too_long', 'body');
  if (faults.length > 0) return { template: null, faults };
  if (title.trim() === '') whole('empty_title', 'title');

  const head = readLine(title, { part: 'title', line: 1 });
  faults.push(...head.faults);
  const lines: TemplateLine[] = [];
  for (const [at, text] of written.entries()) {
    if (text.trim() === '' || text.trimStart().startsWith(LEFT_OUT)) continue;
    const { line, faults: wrong } = readLine(text, { part: 'body', line: at + 1 });
    faults.push(...wrong, ...repeated(line, lines, at + 1));
    lines.push(line);
  }
  if (faults.length > 0) return { template: null, faults };
  return { template: { title: head.line.pieces, lines }, faults: [] };
}

/** Of two lines with one section the second would say nothing, unless the first is for some alerts only. */
function repeated(
  { section }: TemplateLine,
  before: readonly TemplateLine[],
  line: number,
): readonly TemplateFault[] {
  const isSaid = before.some((each) => each.when.length === 0 && each.section?.field === section?.field);
  if (section === null || !isSaid) return [];
  return [{ code: 'repeated', part: 'body', line, column: 1, name: section.field, near: null }];
}

/** @throws AppError('bad_template') naming every fault with its place */
export function mustRead(text: TemplateText): Template {
  const { template, faults } = readTemplate(text);
  if (template !== null) return template;
  const told = faults.map(({ part, line, column, code, name, near }) => {
    const meant = near === null ? '' : `, did you mean "${near}"?`;
    return `${part} ${line}:${column}: ${code}${name === '' ? '' : ` "${name}"`}${meant}`;
  });
  throw new AppError('bad_template', told.join('; '), { faults });
}

/** As `STANDARD_TEXT`, read. */
export const STANDARD_TEMPLATE: Template = mustRead(STANDARD_TEXT);
