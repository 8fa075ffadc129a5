import type { FileShape, ImportField, ImportFileRow } from '../../api/import.ts';
import { t, word } from '../../words/say.svelte.ts';

/** Fields in the order in which people think of a post. */
export const FIELDS: readonly ImportField[] = [
  'text',
  'title',
  'time',
  'author',
  'id',
  'url',
  'platform',
  'region',
  'rating',
  'likes',
  'comments',
  'reposts',
  'views',
];

/** Why a row was refused, in plain words. */
export function reasonWord(reason: string): string {
  const field = /^wrong-type:(.+)$/.exec(reason)?.[1];
  if (field) return t().importCodes.wrongType(word(t().importCodes.field, field));
  return word(t().importCodes.reason, reason);
}

/** `CSV · 12 列 · GBK / GB18030 · 逗号分隔` */
export function shapeWords(
  { kind, packed, encoding, delimiter, sheets }: FileShape,
  columns: number,
): string {
  return [
    t().imports.shape(kind.toUpperCase(), columns),
    ...(encoding ? [word(t().imports.encodings, encoding)] : []),
    ...(delimiter ? [word(t().imports.delimiters, delimiter)] : []),
    ...(packed ? [t().imports.packed] : []),
    ...(sheets && sheets.others.length > 0 ? [t().imports.sheets(sheets.read, sheets.others)] : []),
  ].join(' · ');
}

/** `1.2 MB` */
export function sizeWord(bytes: number): string {
  if (bytes >= 1024 * 1024) return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  return bytes >= 1024 ? `${Math.round(bytes / 1024)} KB` : `${bytes} B`;
}

/** Whether it is on its way in, or out again. */
export function isMoving({ state }: Pick<ImportFileRow, 'state'>): boolean {
  return state === 'running' || state === 'withdrawing';
}

/** How far an import is, 0..1: by the bytes read, because nobody knows the rows before; out again, by its posts. */
export function shareDone({ progress, bytes, state }: ImportFileRow): number {
  if (state === 'done' || state === 'withdrawn') return 1;
  if (state === 'withdrawing') return (progress?.withdrawn ?? 0) / Math.max(1, progress?.stored ?? 0);
  return progress === null || bytes === 0 ? 0 : Math.min(1, progress.bytesRead / bytes);
}
