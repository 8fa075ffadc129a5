import type { Amount } from './amounts.ts';
import type { Measure } from './measure.ts';
import { convert, isTime } from './numerals.ts';

const REACH = 14;
const NEARLY = '(?:整整|足足|快要?|将?近|差不多|大概|大约|至少|起码|超过|都|已经?|有){0,3}';
// Who waits: 等, 排, 拖; 打 only where it is a call (打了半小时电话), see CALLING.
const VERB = [
  '等[待候]?|(?<!后)排队?(?![班练])|拖延?|催|打|(?<![保进自])修|(?<!衰)退',
  '延误|晚点|(?<![推延])迟到|超时|滞留|耽误|耽搁|耗|晾|堵',
].join('|');
const WAITED = new RegExp(`(?<verb>${VERB})(?<done>了)?(?:我们?)?${NEARLY}$`);
const CALLING = /电话|热线|客服|号码|\d{5}|拨$/;
const UNANSWERED = /^[^,。!?]{0,4}(?:电话|热线|没|不通|都|才|还)/;
// Not yet waited for (等5分钟后再试), or no wait of a customer's (修了两年的学位).
const TO_COME = /^(?:之?后(?!才|方)|再|吧|就[行好]|内)/;
const ASKED = /(?:请|稍|麻烦|我说|听说|据说|如果|要是|别|不想|不用)[^,。!?]{0,8}$/;
const OF_A_THING = /^的(?!队|时间|电话|路|[啊呢吗吧])/;

// 都5天了还没发货: time went by and nothing came.
const WENT_BY = /(?:^|[,。!?;:\s]|现在|今天|[至距]今|有|过去?|都|已经?|整整|足足|快|将?近|超过)第?$/;
const SERVICE = '[发到收来修回退送派通办给音影]|处理|解决|动静|消息|结果|下文|反应|恢复|审核|说法|揽收';
const NOTHING = [
  '(?:还是?|仍|依然|依旧|一直|都|也|连)[^,。!?]{0,6}?(?:[没未]|不[给发退修来回处理解见让])',
  '[没无]人',
  `(?:[没无]|毫无)(?:有|见|看到)?(?:${SERVICE})`,
].join('|');
const IN_VAIN = new RegExp(
  `^多?(?:(?:(?:过去)?了[,\\s]?|过去[,\\s]?|[来,\\s])[^,。!?]{0,6}?)?(?:${NOTHING})`,
);
// Less than so long (一天没到就坏了), or so long without a fault.
const STILL_GOOD = new RegExp(
  [
    '^多?(?:的?时间)?[都还也]{0,2}没有?到(?![货账帐了现])',
    '^[^,。!?]{0,8}(?:[没不](?:坏|腻|忘|掉|褪|变|后悔|够|结婚|习惯|学会|人家)|没(?:[吵用换犯生红收来去]过|回家))',
    '^[^。!?]{0,10}没有?(?:什么|啥|任何|出过?|出现)?(?:问题|毛病|故障|事)(?![情])',
  ].join('|'),
);

const ONLY = /(?:[只才仅]|不用|没|不到)$/;
// Soon served: 等了五分钟就上菜了.
const SOON = /^[^,。!?]{0,5}[就便](?![没不走挂断坏这那取退]|[^,。]{0,4}[没不坏])/;
const SOON_MINUTES = 30;

/**
 * The wait that an amount tells, null where it tells none. `from` is where the amount before it ends: nothing
 * before that is looked at.
 */
export function waitIn(text: string, amount: Amount, from: number): Measure | null {
  if (!isTime(amount.unit)) return null;
  const before = text.slice(Math.max(from, amount.start - REACH), amount.start);
  const after = text.slice(amount.end, amount.end + 16);
  const hit = WAITED.exec(before);
  if (hit !== null) return waited(amount, hit, before, after);
  if (!WENT_BY.test(before) || !IN_VAIN.test(after) || STILL_GOOD.test(after)) return null;
  return wait(amount, amount.start, true);
}

function waited(amount: Amount, hit: RegExpExecArray, before: string, after: string): Measure | null {
  const { verb = '', done } = hit.groups ?? {};
  const lead = before.slice(0, hit.index);
  if (verb === '打' && !CALLING.test(lead) && !UNANSWERED.test(after)) return null;
  if (done === undefined && (TO_COME.test(after) || ASKED.test(lead))) return null;
  if (OF_A_THING.test(after)) return null;
  const minutes = convert(amount.value, amount.unit, 'minute') ?? 0;
  const short = ONLY.test(lead) || (minutes <= SOON_MINUTES && SOON.test(after));
  return wait(amount, amount.start - before.length + hit.index, !short);
}

function wait({ end, value, unit }: Amount, start: number, worse: boolean): Measure {
  return { kind: 'wait', about: 'waiting', start, end, actual: value, unit, worse };
}
