import type { Alert } from './alert.ts';
import type { Asked } from './alert-life.ts';
import {
  askedWords,
  firstSteps,
  mainFinding,
  passingWords,
  riskWords,
  sentence,
  spread,
  unusual,
} from './alert-words.ts';
import type { Passing } from './escalation.ts';
import { isObservation } from './finding-kind.ts';
import type { AlertView } from './notifier.ts';
import type { Playbook } from './playbook.ts';
import type { Instant } from './time.ts';

export interface AlertViewInput {
  readonly alert: Alert;
  readonly changeId: number;
  readonly change: AlertView['change'];
  readonly watchName: string;
  readonly posts: AlertView['posts'];
  readonly hours?: AlertView['hours'];
  /** The alert's primary playbook; null when none is called for. */
  readonly playbook: Playbook | null;
  readonly link: string;
  readonly at: Instant;
  /** That nobody confirmed it, and whom it goes to now; absent: it is not passed on. */
  readonly passing?: Passing | undefined;
  /** Who turns to the reader, and with what words; absent: nobody. */
  readonly asked?: (Asked & { readonly comment: string | null }) | undefined;
}

/** An alert as a message shows it, in the words of `alert-words.ts`. */
export function alertView(input: AlertViewInput): AlertView {
  const { alert, playbook } = input;
  const main = mainFinding(alert.findings);
  return {
    alertId: alert.id,
    changeId: input.changeId,
    change: input.change,
    level: alert.level,
    subject: input.watchName,
    sentence: `${beforehand(input)}${sentence(alert, input.watchName)}`,
    unusual: main ? unusual(main) : '',
    spread: spread(alert),
    posts: input.posts,
    ...(input.hours === undefined ? {} : { hours: input.hours }),
    steps: playbook ? firstSteps(playbook, alert.level) : firstLook(alert),
    link: input.link,
    at: input.at,
    risk: alert.risk.index,
    riskWords: riskWords(alert.risk),
  };
}

/** Why this message comes, where that is not the alert itself. */
function beforehand({ passing, asked }: AlertViewInput): string {
  if (passing !== undefined) return passingWords(passing);
  return asked === undefined ? '' : askedWords(asked, asked.comment);
}

/** Where no playbook fits: the steps of a wrong one would mislead. What is merely observed asks for none. */
function firstLook({ findings }: Alert): readonly string[] {
  if (findings.length > 0 && findings.every(isObservation)) return [];
  return ['还没有合适的预案：先看帖文，核实事实，再定由谁处理'];
}
