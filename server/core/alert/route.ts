import type { Instant } from '../time.ts';
import type { Grouping } from './grouping.ts';
import { judge, type RouteFacts, type RouteMatch, type Verdict } from './route-match.ts';

/**
 * One line of the outline that says who gets what. The lines stand in order, and a line belongs to the nearest one
 * above it that is less deep: so there can be no circles and no orphans.
 */
export interface Route {
  readonly id: number;
  /** 0 at the top. */
  readonly depth: number;
  readonly name: string;
  readonly match: RouteMatch;
  readonly channelIds: readonly number[];
  /** Rings whoever is on duty at the first step of the chain, too. */
  readonly callsChain: boolean;
  /** What it takes is shown to its next siblings as well. */
  readonly goesOn: boolean;
  /** How messages of this branch are put together; null or absent: as of the line above it, or of all. */
  readonly grouping?: Grouping | null;
  readonly active: boolean;
}

export const MAX_ROUTES = 100;
/** Levels of the outline. */
export const MAX_ROUTE_DEPTH = 5;

/** off: it is switched off. refused: a condition does not hold. passed: a branch below took it. */
export type RouteOutcome = 'off' | 'refused' | 'passed' | 'taken' | 'not-asked';

/** What came of asking one route. */
export interface RouteCheck {
  readonly route: Route;
  readonly outcome: RouteOutcome;
  readonly verdicts: readonly Verdict[];
}

export interface Walk {
  /** The branches taken in order, each from the top down to the route that took the alert. None: no route is for it. */
  readonly taken: readonly (readonly Route[])[];
  /** Every route in the order of the outline. */
  readonly asked: readonly RouteCheck[];
}

interface Node {
  readonly route: Route;
  readonly below: Node[];
}

/**
 * Which branches an alert takes. Siblings are asked in order, and the first that matches takes it, or one below it that
 * matches; where a route goes on, its next siblings are asked as well.
 */
export function walk(routes: readonly Route[], facts: RouteFacts, now: Instant): Walk {
  const asked = new Map<Route, RouteCheck>();
  const descend = (nodes: readonly Node[], above: readonly Route[]): (readonly Route[])[] => {
    const taken: (readonly Route[])[] = [];
    for (const { route, below } of nodes) {
      const verdicts = judge(route.match, facts, now);
      const isRefused = !route.active || verdicts.some(({ holds }) => !holds);
      if (isRefused) {
        asked.set(route, { route, verdicts, outcome: route.active ? 'refused' : 'off' });
        continue;
      }
      const path = [...above, route];
      const deeper = descend(below, path);
      asked.set(route, { route, verdicts, outcome: deeper.length > 0 ? 'passed' : 'taken' });
      taken.push(...(deeper.length > 0 ? deeper : [path]));
      if (!route.goesOn) break;
    }
    return taken;
  };
  const taken = descend(treeOf(routes), []);
  return {
    taken,
    asked: routes.map((route) => asked.get(route) ?? { route, verdicts: [], outcome: 'not-asked' }),
  };
}

function treeOf(routes: readonly Route[]): readonly Node[] {
  const top: Node[] = [];
  const path: Node[] = [];
  for (const route of routes) {
    while ((path.at(-1)?.route.depth ?? -1) >= route.depth) path.pop();
    const node: Node = { route, below: [] };
    (path.at(-1)?.below ?? top).push(node);
    path.push(node);
  }
  return top;
}
