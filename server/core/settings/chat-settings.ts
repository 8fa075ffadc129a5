import type { Field } from '../feed/source.ts';

/** A list as people type it into a field. */
export function listed(value: unknown): readonly string[] {
  return String(value ?? '')
    .split(/[,，;；、\s]+/)
    .filter((part) => part !== '');
}

/** The telephone numbers in such a list, whatever stands around them. */
export function telephones(value: unknown): readonly string[] {
  return listed(value).flatMap((part) => part.match(/\+?\d[\d-]{4,}/g) ?? []);
}

/** A server to which a path is added, or the usual one where none was named. */
export function serverOf(url: unknown, usual = ''): string {
  return (
    String(url ?? '')
      .trim()
      .replace(/\/+$/, '') || usual
  );
}

/** A setting of one line. */
export function line(name: string, label: Field['label'], hint: Field['label'], required = true): Field {
  return { name, kind: 'text', label, hint, required };
}

export const trimmed = (value: unknown): string => String(value ?? '').trim();
