import type { StandardInput, StandardRow } from '../api/standards.ts';
import { dayOf, dayStart } from '../range.ts';
import { DAY } from '../time.ts';

type Amount = number | null;
export type DraftFault = 'empty' | 'number' | 'target' | 'ideal' | 'to' | 'url';
/** What must be known of a new one before anything is typed. */
export type DraftSubject = Pick<StandardInput, 'watchId' | 'touchpoint'>;

function fieldsOf(row: StandardRow | null, subject: DraftSubject) {
  const heated = subject.touchpoint === 'heating';
  return {
    watchId: row?.watchId ?? subject.watchId,
    touchpoint: row?.touchpoint ?? subject.touchpoint,
    unit: row?.unit ?? (heated ? ('celsius' as const) : ('minute' as const)),
    better: row?.better ?? (heated ? ('high' as const) : ('low' as const)),
    name: row?.name ?? '',
    owner: row?.owner ?? '',
    floor: (row?.floor ?? null) as Amount,
    target: (row?.target ?? null) as Amount,
    ideal: (row?.ideal ?? null) as Amount,
    reviewDay: row?.reviewAt == null ? '' : dayOf(row.reviewAt),
    promised: row?.promise != null,
    text: row?.promise?.text ?? '',
    value: (row?.promise?.value ?? null) as Amount,
    url: row?.promise?.url ?? '',
    fromDay: dayOf(row?.promise?.from ?? Date.now()),
    /** The last day on which it holds. */
    toDay: row?.promise?.to == null ? '' : dayOf(row.promise.to - 1),
  };
}
export type DraftFields = ReturnType<typeof fieldsOf>;

const isNumber = (value: Amount): value is number => typeof value === 'number' && Number.isFinite(value);
const worse = (a: number, b: number, better: DraftFields['better']): boolean =>
  better === 'high' ? a < b : a > b;

/** What keeps a draft from being saved, by field. */
export function faultsOf(fields: DraftFields): Partial<Record<keyof DraftFields, DraftFault>> {
  const { name, owner, floor, target, ideal, better, promised, text, value, url, fromDay, toDay } = fields;
  return {
    ...(name.trim() === '' ? { name: 'empty' } : {}),
    ...(owner.trim() === '' ? { owner: 'empty' } : {}),
    ...(isNumber(floor) ? {} : { floor: 'number' }),
    ...(isNumber(target) ? {} : { target: 'number' }),
    ...(isNumber(floor) && isNumber(target) && worse(target, floor, better) ? { target: 'target' } : {}),
    ...(isNumber(ideal) && isNumber(target) && !worse(target, ideal, better) ? { ideal: 'ideal' } : {}),
    ...(promised && text.trim() === '' ? { text: 'empty' } : {}),
    ...(promised && !isNumber(value) ? { value: 'number' } : {}),
    ...(promised && url.trim() !== '' && !/^https?:\/\/\S+$/.test(url.trim()) ? { url: 'url' } : {}),
    ...(promised && dayStart(fromDay) === null ? { fromDay: 'empty' } : {}),
    ...(promised && toDay !== '' && toDay < fromDay ? { toDay: 'to' } : {}),
  };
}

function inputOf(fields: DraftFields): StandardInput {
  const { watchId, touchpoint, unit, better, floor, target, ideal, reviewDay, toDay } = fields;
  const end = dayStart(toDay);
  return {
    watchId,
    touchpoint,
    unit,
    better,
    name: fields.name.trim(),
    owner: fields.owner.trim(),
    floor: floor ?? 0,
    target: target ?? 0,
    ideal: isNumber(ideal) ? ideal : null,
    reviewAt: dayStart(reviewDay),
    promise: !fields.promised
      ? null
      : {
          text: fields.text.trim(),
          value: fields.value ?? 0,
          url: fields.url.trim() || null,
          from: dayStart(fields.fromDay) ?? 0,
          to: end === null ? null : end + DAY,
        },
  };
}

/** A standard while it is written. */
export function standardDraft(row: StandardRow | null, subject: DraftSubject) {
  let fields = $state(fieldsOf(row, subject));
  return {
    get fields(): DraftFields {
      return fields;
    },
    set fields(value: DraftFields) {
      fields = value;
    },
    get faults() {
      return faultsOf(fields);
    },
    get input(): StandardInput {
      return inputOf(fields);
    },
    /** What somebody else saved takes the place of what was typed. */
    take(stored: StandardRow): void {
      fields = fieldsOf(stored, stored);
    },
  };
}
