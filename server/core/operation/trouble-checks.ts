import type {
  Trouble,
  TroubleCheck,
  TroubleDetails,
  TroubleKind,
  TroubleWords,
} from './operational-trouble.ts';
import { alertUnheard } from './troubles/alert-unheard.ts';
import { channelFailing } from './troubles/channel-failing.ts';
import { clockWrong } from './troubles/clock-wrong.ts';
import { diskLow } from './troubles/disk-low.ts';
import { noWorker } from './troubles/no-worker.ts';
import { pruningHeld } from './troubles/pruning-held.ts';
import { queueBehind } from './troubles/queue-behind.ts';

/** All that is looked at, gravest first: in this order a message lists them. */
const CHECKS: { readonly [K in TroubleKind]: TroubleCheck<K> } = {
  'disk-low': diskLow,
  'no-worker': noWorker,
  'alert-unheard': alertUnheard,
  'channel-failing': channelFailing,
  'queue-behind': queueBehind,
  'clock-wrong': clockWrong,
  'pruning-held': pruningHeld,
};
export const TROUBLE_KINDS = Object.keys(CHECKS) as readonly TroubleKind[];

/** A kind with a detail of another kind cannot be written down; the compiler does not see it through the table. */
const checkOf = (kind: TroubleKind): TroubleCheck => CHECKS[kind] as unknown as TroubleCheck;

export const find = (kind: TroubleKind): TroubleCheck['find'] => checkOf(kind).find;

export function troubleWords(trouble: Pick<Trouble, 'kind' | 'detail'>): TroubleWords {
  return checkOf(trouble.kind).words(trouble.detail as TroubleDetails[TroubleKind]);
}
