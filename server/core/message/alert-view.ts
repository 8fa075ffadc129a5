import type { Alert } from '../alert/alert.ts';
import type { AlertRequest } from '../alert/alert-life.ts';
import { FOLLOWED } from '../alert/change-kinds.ts';
import type { Passing } from '../alert/escalation.ts';
import type { Repeating } from '../alert/grouping.ts';
import { isObservation } from '../finding/finding-kind.ts';
import type { AskedStep } from '../review/next-step.ts';
import type { Level } from '../risk/grade.ts';
import type { Instant } from '../time.ts';
import { approvalWords, askedWords, passingWords, repeatingWords, spread } from './alert-words.ts';
import { firstSteps } from './first-steps.ts';
import type { HourBar } from './message-block.ts';
import {
  type Standing,
  standingBrief,
  standingRisk,
  standingSentence,
  standingUnusual,
} from './standing-words.ts';

/** What a message may say of an alert. `test`: that the channel works, about no alert at all. */
export const ALERT_EVENTS = [
  'opened',
  'raised',
  'surged',
  'graver',
  'playbook',
  'escalated',
  'repeated',
  'assigned',
  'commented',
  'statement-submitted',
  ...FOLLOWED,
  'test',
] as const;

/** An alert as a message shows it: resolved names, words, links. */
export interface AlertView {
  readonly alertId: number;
  readonly changeId: number;
  readonly change: (typeof ALERT_EVENTS)[number];
  readonly level: Level;
  readonly subject: string;
  /** What happened, one sentence in Chinese. */
  readonly sentence: string;
  /** The same in the fewest words, the gravest claim first, for where there is room for a line; absent: the sentence. */
  readonly brief?: string;
  /** How unusual: "1 小时 86 条,平时 9 条". */
  readonly unusual: string;
  readonly spread: string;
  readonly posts: readonly {
    readonly title: string;
    readonly platform: string;
    readonly url: string | null;
  }[];
  /** What was said of the watch in each hour of the day before; the hour under way is the last. */
  readonly hours?: readonly HourBar[];
  /** What is to be done first, by when and by whom. */
  readonly steps: readonly string[];
  readonly link: string;
  /** Who has it in hand; absent: nobody in particular. */
  readonly owner?: string;
  /** Address at which whoever reads it confirms the alert without logging in; absent: it cannot be. */
  readonly confirm?: string;
  readonly at: Instant;
  /** When the alert began, whichever of its changes this is about; absent: it is about none. */
  readonly openedAt?: Instant;
  readonly risk: number;
  /** The same in words, with its interval where that is short. */
  readonly riskWords: string;
}

export interface AlertViewInput {
  readonly alert: Alert;
  readonly changeId: number;
  readonly change: AlertView['change'];
  readonly watchName: string;
  readonly posts: AlertView['posts'];
  readonly hours?: AlertView['hours'];
  /** Who has it in hand; absent: nobody in particular. */
  readonly owner?: string | undefined;
  /** The steps of its playbooks, done or not; null where none is called for. */
  readonly steps: readonly AskedStep[] | null;
  readonly link: string;
  readonly at: Instant;
  /** How it went until then. */
  readonly standing: Standing;
  /** That nobody confirmed it, and whom it goes to now; absent: it is not passed on. */
  readonly passing?: Passing | undefined;
  /** That it is said again; absent: it is not. */
  readonly repeating?: Repeating | undefined;
  /** Who turns to the reader, and with what words; absent: nobody. */
  readonly asked?: (AlertRequest & { readonly comment: string | null }) | undefined;
}

/** An alert as a message shows it, in the words of `alert-words.ts`. */
export function alertView(input: AlertViewInput): AlertView {
  const { alert, steps, standing } = input;
  return {
    alertId: alert.id,
    changeId: input.changeId,
    change: input.change,
    level: alert.level,
    subject: input.watchName,
    sentence: `${beforehand(input)}${standingSentence(alert, standing, input.watchName)}`,
    brief: standingBrief(alert, standing),
    unusual: standingUnusual(alert, standing),
    spread: spread(alert),
    posts: input.posts,
    ...(input.hours === undefined ? {} : { hours: input.hours }),
    ...(input.owner === undefined ? {} : { owner: input.owner }),
    steps: steps === null ? firstLook(alert) : firstSteps(steps, standing.at),
    link: input.link,
    at: input.at,
    openedAt: alert.openedAt,
    risk: alert.risk.index,
    riskWords: standingRisk(alert, standing),
  };
}

/** Why this message comes, where that is not the alert itself. */
function beforehand({ change, passing, repeating, asked }: AlertViewInput): string {
  if (passing !== undefined) return passingWords(passing);
  if (repeating !== undefined) return repeatingWords(repeating);
  if (change === 'statement-submitted' && asked !== undefined)
    return approvalWords(asked.by, asked.comment ?? '');
  return asked === undefined ? '' : askedWords(asked, asked.comment);
}

/** Where no playbook fits: the steps of a wrong one would mislead. What is merely observed asks for none. */
function firstLook({ findings }: Alert): readonly string[] {
  if (findings.length > 0 && findings.every(isObservation)) return [];
  return ['还没有合适的预案：先看帖文，核实事实，再定由谁处理'];
}
