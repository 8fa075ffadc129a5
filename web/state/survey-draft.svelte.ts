import {
  type Scale,
  type SurveyInput,
  type SurveyInspection,
  type SurveyMapping,
  type SurveyUse,
  surveyApi,
} from '../api/surveys.ts';
import { dayOf, dayStart } from '../range.ts';
import { DAY } from '../time.ts';
import { look as lookAt } from './look.svelte.ts';

const YEAR = 366 * DAY;
/** At most one column is each of these. */
const SINGLE: readonly SurveyUse[] = ['nps', 'csat', 'ces', 'time', 'segment'];

const NOTHING: SurveyMapping = {
  uses: {},
  scale: 5,
  ces: { scale: 5, better: 'high' },
  reversed: [],
  npsSure: false,
};

/** Whether a column of this use has a direction of its own; effort has its direction set beside its scale. */
export const isDirected = (use: SurveyUse): boolean => use === 'nps' || use === 'csat' || use.includes('.');

export type SurveyFault = 'empty' | 'to' | 'long';

interface Days {
  readonly from: number;
  readonly to: number;
}

/** Days of two fields, the last one included; null where they are none. */
function daysOf(fromDay: string, toDay: string): Days | null {
  const [from, last] = [dayStart(fromDay), dayStart(toDay)];
  return from === null || last === null || last < from ? null : { from, to: last + DAY };
}

export function dayFaults(
  fromDay: string,
  toDay: string,
): Readonly<Partial<Record<'from' | 'to', SurveyFault>>> {
  const days = daysOf(fromDay, toDay);
  if (dayStart(fromDay) === null) return { from: 'empty' };
  if (dayStart(toDay) === null) return { to: 'empty' };
  if (days === null) return { to: 'to' };
  return days.to - days.from > YEAR ? { to: 'long' } : {};
}

/**
 * What is said of a survey's file before it is kept, and how its rows read under it. Call it while a component starts.
 */
export function surveyDraft(file: { readonly id: number; readonly name: string }, watchId: number) {
  let mapping = $state.raw<SurveyMapping>(NOTHING);
  const fields = $state({
    name: file.name.replace(/(\.[a-z]+)+$/i, '').slice(0, 80),
    watchId,
    fromDay: '',
    toDay: '',
  });
  const look = lookAt<SurveyInspection>(
    (first, signal) => {
      const days = first ? null : daysOf(fields.fromDay, fields.toDay);
      return surveyApi.inspect(file.id, first ? null : mapping, days, signal);
    },
    (proposed) => {
      mapping = proposed.mapping;
      fields.fromDay = dayOf(proposed.days?.from ?? Date.now());
      fields.toDay = dayOf((proposed.days?.to ?? Date.now() + DAY) - DAY);
    },
  );
  function turn(column: string, reversed: boolean): void {
    const others = mapping.reversed.filter((each) => each !== column);
    mapping = { ...mapping, reversed: reversed ? [...others, column] : others };
  }
  const used = $derived(Object.values(mapping.uses));
  const twice = $derived(
    Object.entries(mapping.uses)
      .filter(([column, use]) => SINGLE.includes(use) && firstOf(mapping, use) !== column)
      .map(([column]) => column),
  );
  return {
    get seen() {
      return look.seen;
    },
    get fault() {
      return look.fault;
    },
    get busy() {
      return look.busy;
    },
    get mapping() {
      return mapping;
    },
    fields,
    /** Columns whose use another one has already. */
    get twice() {
      return twice;
    },
    get asksQuality() {
      return used.some((use) => use.includes('.'));
    },
    get asksEffort() {
      return used.includes('ces');
    },
    get asksNothing() {
      return used.every((use) => use === 'leave' || use === 'time' || use === 'segment');
    },
    get faults() {
      const days = dayFaults(fields.fromDay, fields.toDay);
      return { ...(fields.name.trim() === '' ? { name: 'empty' as const } : {}), ...days };
    },
    get input(): SurveyInput {
      const days = daysOf(fields.fromDay, fields.toDay) ?? { from: 0, to: 0 };
      return { ...days, name: fields.name.trim(), watchId: fields.watchId, mapping };
    },
    /** Columns that nothing can be read of as they are used. */
    get unread() {
      return (look.seen?.columns ?? []).some(({ name, fault }) => fault !== null && name in mapping.uses);
    },
    choose(column: string, use: SurveyUse): void {
      const { [column]: before, ...rest } = mapping.uses;
      mapping = { ...mapping, uses: use === 'leave' ? rest : { ...rest, [column]: use } };
      const guess = look.seen?.columns.find(({ name }) => name === column)?.reversed ?? false;
      // What somebody has said of its direction stays while it is a score.
      if (before === undefined || !isDirected(before)) turn(column, guess && isDirected(use));
      else if (!isDirected(use)) turn(column, false);
      look.later();
    },
    setReversed(column: string, reversed: boolean): void {
      turn(column, reversed);
      look.later();
    },
    setNpsSure(npsSure: boolean): void {
      mapping = { ...mapping, npsSure };
      look.later();
    },
    setScale(scale: Scale): void {
      mapping = { ...mapping, scale };
      look.later();
    },
    setEffort(ces: Partial<SurveyMapping['ces']>): void {
      mapping = { ...mapping, ces: { ...mapping.ces, ...ces } };
      look.later();
    },
    look: look.later,
    retry: look.retry,
    settled: look.settled,
  };
}

function firstOf({ uses }: SurveyMapping, wanted: SurveyUse): string | undefined {
  return Object.entries(uses).find(([, use]) => use === wanted)?.[0];
}
