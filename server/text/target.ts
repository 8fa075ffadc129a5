import type { Addressed } from '../core/reading/analysis.ts';
import { attacksUser } from './other-user.ts';
import type { Hit, Reading } from './reading.ts';
import { KIND } from './terms.ts';

const MAX_TARGETS = 12;
/** A platform named as the way by which: 在微博上看到, 从京东买的; or as the place of an account: 官方微博. */
const BY_WAY = /(?:[在从上用去到刷逛看经靠于]|通过|官方|公司的?)了?$/;
const WAY =
  /^(?:app)?(?:上|里|中|看到|刷到|看见|买|下单|订的?|团购|团的|网友|热搜|评论|旗舰店|自营店?|官方店|店铺|店|价|搜|直播间?买|号(?!被)|官方账?号)/;

const SPOKEN_TO = /(?:你们|您们?|贵|咱们?|我们|本)(?:这个?|家|公司|的)?$/;

/** Platforms and other users that a text speaks of as somebody who acts. */
export function addressedOf(reading: Reading): readonly Addressed[] {
  const hits = reading.of(KIND.party);
  if (hits.length === 0) return NONE;
  const { text, source } = reading;
  const found: Addressed[] = [];
  for (const hit of hits) {
    const { start, end } = hit;
    const kind = hit.term.name as Addressed['kind'];
    const acts =
      kind === 'platform' ? !byWay(text, start, end) && !isOwn(text, hit) : attacksUser(reading, hit);
    if (acts)
      found.push({
        kind,
        text: source.given.slice(...source.original(start, end)),
        span: source.original(start, end),
      });
    if (found.length === MAX_TARGETS) break;
  }
  return found;
}

const NONE: readonly Addressed[] = [];

/** 你们平台, 贵平台: whoever is spoken to is no third party. */
function isOwn(text: string, { start, term }: Hit): boolean {
  return term.text.endsWith('平台') && SPOKEN_TO.test(text.slice(Math.max(0, start - 4), start));
}

function byWay(text: string, start: number, end: number): boolean {
  return BY_WAY.test(text.slice(Math.max(0, start - 4), start)) || WAY.test(text.slice(end, end + 5));
}
