import type { Hit, Reading } from './reading.ts';

/** The side that a service word takes by what stands right beside it. */
export interface OwnSide {
  readonly weight: number;
  /** Told whatever its clause feels: 一点耐心都没有 is no praise, though 耐心 is. */
  readonly sure: boolean;
}

const ASKED = /(?:请|[让叫要劝喊](?:我|大家))(?:们|您|你|再|多|都)*$/;
const TO_WAIT = /^地?(?:等(?!了?着?(?:我|老|孩|顾?客|他|她))|[点些]|一[点些](?![都也]))/;

/** Whether the word that ends here asks patience of the customer: 请耐心等待. */
export function asksPatience({ text }: Reading, end: number): boolean {
  if (text.charAt(end - 1) !== '心' || text.charAt(end - 2) !== '耐') return false;
  return TO_WAIT.test(text.slice(end, end + 6)) || ASKED.test(text.slice(Math.max(0, end - 8), end - 2));
}

const LACKS =
  /(?:不(?:够|太|怎么|算|甚|见)|[谈称算说]不上|毫无|缺[乏少]|欠缺|没什么|没啥|没有?(?:一?点|半点|任何|丝毫)|哪里?有|哪来的?|何谈)[儿的]?$/;
const LACKING =
  /^[性度感]?(?:(?:一[点丝]|半点|完全|根本|压根)?[都也]?(?:完全|根本)?(?:没有?|谈不上|不见)(?=[,。!;的了]|$)|(?:为零|缺失|欠缺|不足|不够|全无|不存在|有待|堪忧))/;
/** 没见过这么耐心的 says it more strongly and denies nothing. */
const UNHEARD_OF = /[没未]有?(?:见|遇|碰|体验|享受)[到过见]{0,2}(?:这么|如此|这样|那么)[^,。!?]{0,3}$/;

/** Null where a listed word says nothing of the service. */
export function ownSideOf(reading: Reading, { term, start, end }: Hit): OwnSide | null {
  if (asksPatience(reading, end)) return null;
  const before = reading.text.slice(Math.max(0, start - 12), start);
  if (term.weight !== 0 && UNHEARD_OF.test(before)) return { weight: term.weight, sure: true };
  if (term.weight > 0 && (LACKS.test(before) || LACKING.test(reading.text.slice(end, end + 10)))) {
    return { weight: -term.weight, sure: true };
  }
  return { weight: term.weight, sure: false };
}
