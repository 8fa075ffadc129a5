import { crc32 } from 'node:zlib';
import { AppError } from '../core/errors.ts';
import type { Sentiment, SentimentLabel } from '../core/reading/analysis.ts';
import { BUCKETS, gramsOf } from './overlay-grams.ts';

const CLASSES = 3;
/** A reader that is certain may still be corrected. */
const MIN_PROBABILITY = 1e-4;

/**
 * What a team taught the reader: per class z = b + A·ln p + W·grams, and a softmax over z. With A the
 * identity and the rest zero it changes nothing.
 */
export interface Overlay {
  /** A by rows, then b: 12 numbers in the order negative, neutral, positive. */
  readonly calibration: Float32Array;
  /** W, a bucket's three classes side by side; null while no words were learned. */
  readonly words: { readonly weights: Int8Array; readonly scale: number } | null;
  /** Eight hexadecimal digits that tell this overlay from others. */
  readonly mark: string;
}

/** The title is read with the text, unless the text repeats it; as the reader does. */
export function wholeText(title: string | null | undefined, text: string): string {
  return title && !text.startsWith(title) ? `${title}\n${text}` : text;
}

/** Log-probabilities in the order negative, neutral, positive. */
export function logsOf({ negative, neutral, positive }: Sentiment): readonly [number, number, number] {
  const log = (p: number) => Math.log(Math.max(p, MIN_PROBABILITY));
  return [log(negative), log(neutral), log(positive)];
}

/** A reading of a text as the team would have it: a distribution, its label the largest. */
export function applyOverlay(overlay: Overlay, text: string, sentiment: Sentiment): Sentiment {
  const logs = logsOf(sentiment);
  const z = [0, 1, 2].map((c) => {
    const [a = 0, b = 0, d = 0] = overlay.calibration.subarray(c * CLASSES, c * CLASSES + CLASSES);
    return (overlay.calibration[CLASSES * CLASSES + c] ?? 0) + a * logs[0] + b * logs[1] + d * logs[2];
  });
  if (overlay.words !== null) addWords(z, overlay.words, text);
  return sentimentOfScores(z);
}

function addWords(z: number[], { weights, scale }: NonNullable<Overlay['words']>, text: string): void {
  const grams = gramsOf(text);
  grams.buckets.forEach((bucket, i) => {
    const share = (grams.weights[i] ?? 0) * scale;
    for (let c = 0; c < CLASSES; c++) z[c] = (z[c] ?? 0) + share * (weights[bucket * CLASSES + c] ?? 0);
  });
}

/** In a tie nobody is accused and nobody praised. */
function sentimentOfScores(z: readonly number[]): Sentiment {
  const most = Math.max(...z);
  const [n = 0, o = 0, p = 0] = z.map((each) => Math.exp(each - most));
  const total = n + o + p;
  const label: SentimentLabel = n > o && n > p ? -1 : p > o && p > n ? 1 : 0;
  const [negative, neutral, positive] = [n / total, o / total, p / total];
  return { label, negative, neutral, positive, score: positive - negative };
}

const MAGIC = 0x54434f56;
const VERSION = 1;
const HEAD = 12;
const NUMBERS = 12;

/**
 * Bytes of an overlay: "TCOV", version, checksum (CRC-32 of what follows), 12 numbers, and with words their
 * scale and a signed byte per weight. Little-endian after the magic; the same everywhere.
 */
export function packOverlay(calibration: Float32Array, words: Overlay['words']): Uint8Array {
  const bytes = new Uint8Array(HEAD + NUMBERS * 4 + (words ? 4 + words.weights.length : 0));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC);
  view.setUint32(4, VERSION, true);
  for (const [i, value] of calibration.entries()) view.setFloat32(HEAD + i * 4, value, true);
  if (words !== null) {
    view.setFloat32(HEAD + NUMBERS * 4, words.scale, true);
    bytes.set(new Uint8Array(words.weights.buffer, words.weights.byteOffset), HEAD + NUMBERS * 4 + 4);
  }
  view.setUint32(8, crc32(bytes.subarray(HEAD)), true);
  return bytes;
}

/** Reads what `packOverlay` wrote. Throws AppError('bad_file') for anything else, damaged or of another version. */
export function unpackOverlay(bytes: Uint8Array): Overlay {
  const short = HEAD + NUMBERS * 4;
  const long = short + 4 + BUCKETS * CLASSES;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length !== short && bytes.length !== long) throw damaged('its length is wrong');
  if (view.getUint32(0) !== MAGIC) throw damaged('it is none');
  if (view.getUint32(4, true) !== VERSION) throw damaged(`version ${view.getUint32(4, true)} is not known`);
  const sum = view.getUint32(8, true);
  if (crc32(bytes.subarray(HEAD)) !== sum) throw damaged('its checksum is wrong');
  const calibration = Float32Array.from({ length: NUMBERS }, (_, i) => view.getFloat32(HEAD + i * 4, true));
  const weights = bytes.length === long ? new Int8Array(bytes.slice(short + 4).buffer) : null;
  const words = weights === null ? null : { weights, scale: view.getFloat32(short, true) };
  return { calibration, words, mark: sum.toString(16).padStart(8, '0') };
}

function damaged(why: string): AppError {
  return new AppError('bad_file', `the overlay cannot be used: ${why}`);
}
