import { saveBlob } from '../state/save-file.ts';
import { readPalette } from './palette.ts';

const MARGIN = 24;
const HEAD = 56;
const FOOT = 36;

/**
 * Saves a chart as it stands: on the ground of the page, with what it shows above and what it is about
 * below, so that the picture can be passed on alone.
 */
export async function savePng(
  canvas: HTMLCanvasElement,
  words: { readonly file: string; readonly title: string; readonly foot: string },
): Promise<void> {
  const scale = canvas.clientWidth > 0 ? canvas.width / canvas.clientWidth : 1;
  const [width, height] = [canvas.width / scale, canvas.height / scale];
  const sheet = document.createElement('canvas');
  sheet.width = (width + 2 * MARGIN) * scale;
  sheet.height = (height + HEAD + FOOT) * scale;
  const ink = sheet.getContext('2d');
  if (!ink) return;
  const palette = readPalette();
  ink.scale(scale, scale);
  ink.fillStyle = palette.surface;
  ink.fillRect(0, 0, width + 2 * MARGIN, height + HEAD + FOOT);
  ink.fillStyle = palette.ink;
  ink.font = `600 16px ${palette.font}`;
  ink.textBaseline = 'middle';
  ink.fillText(words.title, MARGIN, HEAD / 2, width);
  ink.drawImage(canvas, MARGIN, HEAD, width, height);
  ink.fillStyle = palette.muted;
  ink.font = `12px ${palette.font}`;
  ink.fillText(words.foot, MARGIN, HEAD + height + FOOT / 2, width);
  const blob = await new Promise<Blob | null>((done) => sheet.toBlob(done, 'image/png'));
  if (blob) saveBlob(words.file, blob);
}
