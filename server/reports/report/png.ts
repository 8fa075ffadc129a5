import { crc32, deflateSync } from 'node:zlib';
import { COLORS, type Drawing, type Shape } from './volume-drawing.ts';

/** Five by seven dots a sign, a row after the other. */
const GLYPHS: Readonly<Record<string, string>> = {
  '0': '01110 10001 10011 10101 11001 10001 01110',
  '1': '00100 01100 00100 00100 00100 00100 01110',
  '2': '01110 10001 00001 00010 00100 01000 11111',
  '3': '11111 00010 00100 00010 00001 10001 01110',
  '4': '00010 00110 01010 10010 11111 00010 00010',
  '5': '11111 10000 11110 00001 00001 10001 01110',
  '6': '00110 01000 10000 11110 10001 10001 01110',
  '7': '11111 00001 00010 00100 01000 01000 01000',
  '8': '01110 10001 10001 01110 10001 10001 01110',
  '9': '01110 10001 10001 01111 00001 00010 01100',
  '/': '00001 00001 00010 00100 01000 10000 10000',
  ':': '00000 00100 00100 00000 00100 00100 00000',
  ',': '00000 00000 00000 00000 00110 00100 01000',
};
const [GLYPH_WIDTH, GLYPH_HEIGHT] = [6, 7];
/** Dots of the picture for one of the drawing. */
const SCALE = 2;
/** Dots of the picture for one of a sign. */
const DOT = 2;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

type Paint = (x: number, y: number, w: number, h: number, color: string) => void;

/** The drawing as a picture, for programs that show no SVG. */
export function pngOf({ width, height, shapes }: Drawing): Buffer {
  const [w, h] = [width * SCALE, height * SCALE];
  const dots = Buffer.alloc(w * h * 3, 0xff);
  const paint: Paint = (x, y, wide, high, color) => {
    const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
    const [left, right] = [Math.max(0, Math.round(x)), Math.min(w, Math.round(x + wide))];
    for (let row = Math.max(0, Math.round(y)); row < Math.min(h, Math.round(y + high)); row++) {
      for (let at = (row * w + left) * 3; at < (row * w + right) * 3; at += 3)
        dots.set([r ?? 0, g ?? 0, b ?? 0], at);
    }
  };
  for (const shape of shapes) paintShape(shape, paint);
  return encode(w, h, dots);
}

function paintShape(shape: Shape, paint: Paint): void {
  if (shape.kind === 'text') {
    paintText(shape, paint);
    return;
  }
  if (shape.kind === 'line') {
    const thick = shape.stroke === COLORS.line ? 1 : 3;
    for (const [i, from] of shape.points.entries()) {
      const to = shape.points[i + 1];
      if (to) paintLine(from, to, (x, y) => paint(x, y, thick, thick, shape.stroke));
    }
    return;
  }
  const [x, y, w, h] = [shape.x * SCALE, shape.y * SCALE, shape.w * SCALE, shape.h * SCALE];
  paint(x, y, w, h, shape.kind === 'rect' ? shape.fill : '#f3f4f6');
  if (shape.kind === 'rect') return;
  for (let row = 0; row < h; row++) {
    for (let at = (16 - (row % 16)) % 16; at < w; at += 16) paint(x + at, y + row, 2, 1, '#c9ced5');
  }
}

type Point = readonly [number, number];

function paintLine([x0, y0]: Point, [x1, y1]: Point, dot: (x: number, y: number) => void): void {
  const steps = Math.ceil(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0)) * SCALE);
  for (let i = 0; i <= steps; i++) {
    const part = steps === 0 ? 0 : i / steps;
    dot((x0 + (x1 - x0) * part) * SCALE, (y0 + (y1 - y0) * part) * SCALE);
  }
}

function paintText({ x, y, text, end }: Extract<Shape, { kind: 'text' }>, paint: Paint): void {
  const long = text.length * GLYPH_WIDTH * DOT;
  const left = x * SCALE - (end === 'end' ? long : end === 'middle' ? long / 2 : 0);
  const top = y * SCALE - GLYPH_HEIGHT * DOT;
  [...text].forEach((sign, i) => {
    (GLYPHS[sign] ?? '').split(' ').forEach((row, down) => {
      [...row].forEach((dot, across) => {
        if (dot !== '1') return;
        paint(left + (i * GLYPH_WIDTH + across) * DOT, top + down * DOT, DOT, DOT, COLORS.muted);
      });
    });
  });
}

/** PNG (W3C, 3rd edition): eight bits for red, green and blue each, no filter. */
function encode(width: number, height: number, dots: Buffer): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let row = 0; row < height; row++) {
    dots.copy(rows, row * (width * 3 + 1) + 1, row * width * 3, (row + 1) * width * 3);
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}
