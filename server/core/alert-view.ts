import type { Alert } from './alert.ts';
import { firstSteps, mainFinding, riskWords, sentence, spread, unusual } from './alert-words.ts';
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
  /** The alert's primary playbook; null when none is called for. */
  readonly playbook: Playbook | null;
  readonly link: string;
  readonly at: Instant;
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
    sentence: sentence(alert, input.watchName),
    unusual: main ? unusual(main) : '',
    spread: spread(alert),
    posts: input.posts,
    steps: playbook ? firstSteps(playbook, alert.level) : firstLook(alert),
    link: input.link,
    at: input.at,
    risk: alert.risk.index,
    riskWords: riskWords(alert.risk),
  };
}

/** Where no playbook fits: the steps of a wrong one would mislead. What is merely observed asks for none. */
function firstLook({ findings }: Alert): readonly string[] {
  if (findings.length > 0 && findings.every(isObservation)) return [];
  return ['还没有合适的预案：先看帖文，核实事实，再定由谁处理'];
}
