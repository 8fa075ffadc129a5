import { COLORS, type Drawing, type Shape } from './volume-drawing.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** Signs that XML cannot hold. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text as markup: whatever was crawled is never a tag. */
export function escapeMarkup(text: string): string {
  return cleanText(text).replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** Text that any XML can hold. */
export function cleanText(text: string): string {
  return text.replaceAll(NOT_XML, '').toWellFormed();
}

/** @param label what screen readers say */
export function svgOf({ width, height, shapes }: Drawing, label: string): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`,
    ` role="img" aria-label="${escapeMarkup(label)}" font-family="Arial, sans-serif" font-size="12">`,
    ...shapes.map(markupOf),
    '</svg>',
  ].join('');
}

function markupOf(shape: Shape): string {
  if (shape.kind === 'rect') return rectOf(shape, shape.fill);
  if (shape.kind === 'gap') return `${rectOf(shape, '#f3f4f6')}${stripesOf(shape)}`;
  if (shape.kind === 'line') {
    const points = shape.points.map(([x, y]) => `${short(x)},${short(y)}`).join(' ');
    const width = shape.stroke === COLORS.line ? 1 : 1.5;
    return `<polyline points="${points}" fill="none" stroke="${shape.stroke}" stroke-width="${width}"/>`;
  }
  const { x, y, text, end } = shape;
  const at = `x="${short(x)}" y="${short(y)}" text-anchor="${end}" fill="${COLORS.muted}"`;
  return `<text ${at}>${escapeMarkup(text)}</text>`;
}

type Box = Extract<Shape, { kind: 'gap' }>;

function rectOf({ x, y, w, h }: Omit<Box, 'kind'>, fill: string): string {
  return `<rect x="${short(x)}" y="${short(y)}" width="${short(w)}" height="${short(h)}" fill="${fill}"/>`;
}

/** Lines rather than a pattern, which has a name that must be alone in its page. */
function stripesOf({ x, y, w, h }: Box): string {
  const lines: string[] = [];
  for (let down = 0; down < h; down += 8) {
    lines.push(
      `M${short(x)} ${short(y + Math.min(h, down + w))}L${short(x + Math.min(w, h - down))} ${short(y + down)}`,
    );
  }
  return `<path d="${lines.join('')}" stroke="#c9ced5" stroke-width="1" fill="none"/>`;
}

const short = (value: number): string => String(Math.round(value * 10) / 10);
