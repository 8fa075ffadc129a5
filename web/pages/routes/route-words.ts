import type { Level } from '../../api/client.ts';
import type { RouteCondition, RouteDraft, RouteFacts, RouteMatch, RoutesScreen } from '../../api/routes.ts';
import { t, word } from '../../words/say.svelte.ts';
import { clockOf } from '../duty/clock-field.ts';

/** What a route asks, in words, each condition apart. */
export function conditionsOf(
  match: RouteMatch,
  screen: RoutesScreen,
): readonly { readonly condition: RouteCondition; readonly text: string }[] {
  const words = t().routes;
  const { codes } = t();
  const list = (names: readonly string[] | undefined, said: (names: string) => string) =>
    names && said(names.join(words.or));
  const named = (table: Readonly<Record<string, string>>, names: readonly string[] | undefined) =>
    names?.map((name) => word(table, name));
  const texts: Readonly<Record<RouteCondition, string | undefined>> = {
    watch: list(
      match.watchIds?.map((id) => screen.watches.find((watch) => watch.id === id)?.name ?? words.goneWatch),
      words.watches,
    ),
    level: levelText(match),
    platform: list(named(codes.platform, match.platforms), words.platforms),
    dimension: list(named(codes.servqual, match.dimensions), words.dimensions),
    touchpoint: list(named(codes.touchpoint, match.touchpoints), words.touchpoints),
    area: list(match.areas, words.areas),
    time: hoursText(match),
  };
  return (Object.entries(texts) as [RouteCondition, string | undefined][]).flatMap(([condition, text]) =>
    text === undefined ? [] : [{ condition, text }],
  );
}

/** The same as one sentence. */
export function matchText(match: RouteMatch, screen: RoutesScreen): string {
  const texts = conditionsOf(match, screen).map(({ text }) => text);
  return texts.length === 0 ? t().routes.everything : texts.join(t().routes.and);
}

function levelText({ minLevel, maxLevel }: RouteMatch): string | undefined {
  const words = t().routes;
  const name = (level: Level) => t().codes.level[level];
  if (minLevel && maxLevel) {
    return minLevel === maxLevel
      ? words.exactly(name(minLevel))
      : words.between(name(minLevel), name(maxLevel));
  }
  if (minLevel) return words.atLeast(name(minLevel));
  return maxLevel && words.atMost(name(maxLevel));
}

function hoursText({ hours }: RouteMatch): string | undefined {
  if (!hours) return undefined;
  const words = t().routes;
  const days = words.days[hours.days];
  const clocks = `${clockOf(hours.to)}${hours.zone === 'Asia/Shanghai' ? '' : ` ${hours.zone}`}`;
  return hours.from === hours.to && hours.from === 0
    ? words.wholeDay(days)
    : words.hours(days, clockOf(hours.from), clocks);
}

/** To whom a route goes, in words. */
export function receiversText(route: RouteDraft, screen: RoutesScreen): string {
  const words = t().routes;
  const names = route.channelIds.map((id) => {
    const channel = screen.channels.find((each) => each.id === id);
    if (!channel) return words.goneChannel;
    return channel.active
      ? channel.name
      : `${channel.name}${t().common.open}${words.paused}${t().common.shut}`;
  });
  if (route.callsChain) names.push(words.chain);
  if (names.length > 0) return names.join(t().duty.and);
  return route.depth === 0 ? words.toAll : words.inherits;
}

/** What was compared, in words. */
export function factsText(facts: RouteFacts, screen: RoutesScreen): readonly string[] {
  const { codes, routes } = t();
  const watch = screen.watches.find(({ id }) => id === facts.watchId);
  return [
    watch?.name ?? routes.goneWatch,
    codes.levelAlert[facts.level],
    ...facts.platforms.map((name) => word(codes.platform, name)),
    ...facts.dimensions.map((name) => word(codes.servqual, name)),
    ...facts.touchpoints.map((name) => word(codes.touchpoint, name)),
    ...facts.areas,
  ];
}
