import type { Severity } from '../../core/reading/analysis.ts';

/** A hit as `severityOf` weighs it. */
interface Hit {
  readonly category: Severity;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/*
 * Asked after the models, as `grave-everyday.ts` is: what they learnt from the lists stays as it was.
 */

/** As far as the kind of an accident stands before it: 医疗器械质量安全. */
const REACH = 8;
const TAIL = '(?:安全|责任|重大|质量)*事故$';
const FOOD = new RegExp(`(?:食品|食物|餐饮|饮食|饮水)(?:卫生)?${TAIL}`);
const CURE = new RegExp(`(?:用药|药品|药物|医疗|输血|输液|手术|护理|诊疗|疫苗|医疗器械)${TAIL}`);
const DATA = /(?:数据|信息|网络|隐私|账号)安全(?:责任|重大)*事故$/;
// 网络事故, 直播事故: something did not work.
const MISHAP = /(?:网络|系统|通信|直播|舞台|播出)事故$/;
const SICK = /中毒|住院|就医|送医|救治|呕吐|腹泻|拉肚|不适|死|身亡|病倒/;

/** What kind of accident is meant where its name says it: none of fire, where it is of food, of data or of a cure. */
export function byItsName<H extends Hit>(text: string, hit: H): readonly H[] {
  if (hit.category !== 'fire_explosion' || !hit.text.endsWith('事故')) return [hit];
  const named = text.slice(Math.max(0, hit.start - REACH), hit.end);
  if (DATA.test(named)) return [{ ...hit, category: 'privacy_leak' }];
  if (CURE.test(named)) return [{ ...hit, category: 'injury' }];
  if (FOOD.test(named)) return SICK.test(text) ? [{ ...hit, category: 'food_poisoning' }] : [];
  return MISHAP.test(named) ? [] : [hit];
}
