import { createHash } from 'node:crypto';
import { chinaTime, type Instant } from '../time.ts';
import type { Role } from './role.ts';

/** One thing that somebody did. */
export interface AuditEntry {
  readonly at: Instant;
  readonly who: string;
  /** Null: by a name that was only said, in an installation without accounts, or from outside of it. */
  readonly role: Role | null;
  /** A stable code, `kind.verb`. */
  readonly action: string;
  readonly objectId: string | null;
  /** Lines `key=value` of what the request said, without anything secret. */
  readonly detail: string;
}

/** Each row is sealed with the one before: to change one is to break the chain after it. */
export function sealOf(previous: string, entry: AuditEntry): string {
  const { at, who, role, action, objectId, detail } = entry;
  const content = JSON.stringify([at, who, role, action, objectId, detail]);
  return createHash('sha256').update(`${previous}\n${content}`).digest('hex');
}

/** What of a body is logged: names and choices, never settings, words of messages or anything secret. */
const TOLD = ['name', 'title', 'verdict', 'decision', 'to', 'phase', 'role', 'active', 'done', 'scope'];
/** What of an address is logged besides the number of what it is about. */
const NAMED: Readonly<Record<string, string>> = { playbook: 'playbook', no: 'step', template: 'template' };
const MAX_AUDIT_TEXT_LENGTH = 80;

function plain(value: unknown): string | null {
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'string' || value.trim() === '') return null;
  const text = value.replace(/\p{C}+/gu, ' ').trim();
  return [...text].slice(0, MAX_AUDIT_TEXT_LENGTH).join('');
}

/**
 * @param params what stands in the address, by the names of its pattern
 * @param subject what it was done to, in words, as it was before
 */
export function detailOf(
  body: unknown,
  params: Readonly<Record<string, string>> = {},
  subject: Readonly<Record<string, string | readonly string[]>> = {},
): string {
  const said: Readonly<Record<string, unknown>> =
    typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};
  const line = (key: string, value: unknown): readonly string[] => {
    const text = plain(value);
    return text === null ? [] : [`${key}=${text}`];
  };
  const saidOf = [said.name, said.title].map(plain);
  return [
    ...Object.entries(subject).flatMap(([key, values]) =>
      [values]
        .flat()
        .flatMap((value) => (key === 'of' && saidOf.includes(plain(value)) ? [] : line(key, value))),
    ),
    ...Object.entries(NAMED).flatMap(([key, name]) => line(name, params[key])),
    ...TOLD.flatMap((key) => line(key, said[key])),
  ].join('\n');
}

/** What an export was chosen by, under the name it is logged by; times are by China's clock. */
const ASKED: Readonly<Record<string, string>> = {
  watch: 'watch',
  q: 'words',
  fact: 'fact',
  platform: 'platform',
  format: 'format',
  from: 'since',
  to: 'until',
};

/** Days beyond it have no name. */
const LAST_MOMENT = 8.63e15;

/** What of a query is logged where something was exported. */
export function exportDetail(query: Readonly<Record<string, string>>): string {
  return Object.entries(ASKED)
    .flatMap(([key, name]) => {
      const value = plain(query[key]);
      if (value === null) return [];
      const at = name === 'since' || name === 'until' ? Number(value) : Number.NaN;
      // Whoever asks may write anything there, also where nothing is chosen by time.
      return [`${name}=${Math.abs(at) <= LAST_MOMENT ? chinaTime(at) : value}`];
    })
    .join('\n');
}
