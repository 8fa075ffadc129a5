import type { Servqual, Touchpoint } from '../reading/analysis.ts';
import type { Level } from '../risk/grade.ts';
import { rankOf } from '../risk/grade.ts';
import type { Instant } from '../time.ts';
import { isAtWork, type WorkingHours } from './duty.ts';

/** When a route is open. As long as `to`: the whole day, from then on. */
export interface RouteHours extends Omit<WorkingHours, 'days'> {
  /** `days-off`: weekends and holidays, but not the weekends worked instead. */
  readonly days: WorkingHours['days'] | 'days-off';
  /** IANA name. */
  readonly zone: string;
}

/** Which alerts a route is for: all that is named must hold, of a list any. Nothing named: all of them. */
export interface RouteMatch {
  readonly watchIds?: readonly number[] | undefined;
  readonly minLevel?: Level | undefined;
  readonly maxLevel?: Level | undefined;
  readonly platforms?: readonly string[] | undefined;
  readonly dimensions?: readonly Servqual[] | undefined;
  readonly touchpoints?: readonly Touchpoint[] | undefined;
  readonly areas?: readonly string[] | undefined;
  readonly hours?: RouteHours | undefined;
}

/** What routes ask of an alert. Lists: what its example posts say. */
export interface RouteFacts {
  readonly watchId: number;
  readonly level: Level;
  readonly platforms: readonly string[];
  readonly dimensions: readonly string[];
  readonly touchpoints: readonly string[];
  readonly areas: readonly string[];
}

export type RouteCondition = 'watch' | 'level' | 'platform' | 'dimension' | 'touchpoint' | 'area' | 'time';

export interface Verdict {
  readonly condition: RouteCondition;
  readonly holds: boolean;
}

/** Every condition of a route, and whether it holds. */
export function judge(match: RouteMatch, facts: RouteFacts, now: Instant): readonly Verdict[] {
  const { watchIds, minLevel, maxLevel, platforms, dimensions, touchpoints, areas, hours } = match;
  const asked: (readonly [RouteCondition, boolean | undefined])[] = [
    ['watch', watchIds?.includes(facts.watchId)],
    ['level', minLevel || maxLevel ? isWithin(facts.level, minLevel, maxLevel) : undefined],
    ['platform', platforms?.some((name) => facts.platforms.includes(name))],
    ['dimension', dimensions?.some((name) => facts.dimensions.includes(name))],
    ['touchpoint', touchpoints?.some((name) => facts.touchpoints.includes(name))],
    ['area', areas?.some((name) => facts.areas.some((area) => bareName(area) === bareName(name)))],
    ['time', hours && isOpen(hours, now)],
  ];
  return asked.flatMap(([condition, holds]) => (holds === undefined ? [] : [{ condition, holds }]));
}

function isWithin(level: Level, min: Level = 'IV', max: Level = 'I'): boolean {
  return rankOf(min) <= rankOf(level) && rankOf(level) <= rankOf(max);
}

/** People write 云川 and 云川市 and mean the same. */
function bareName(area: string): string {
  return area.trim().replace(/(?<=..)(?:特别行政区|自治区|自治州|地区|[省市区县])$/, '');
}

function isOpen({ zone, days, ...hours }: RouteHours, now: Instant): boolean {
  const isOn = (which: WorkingHours['days']) => isAtWork({ zone, hours: { ...hours, days: which } }, now);
  return days === 'days-off' ? isOn('every-day') && !isOn('workdays') : isOn(days);
}
