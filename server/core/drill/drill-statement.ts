import { checkStatement, type StatementFault } from '../playbook/statement-check.ts';
import { comesAt } from './drill.ts';
import type { Scenario } from './scenario.ts';

/**
 * What a statement of a drill lacks. Besides what every statement is checked for: `lacking`, something that has to be
 * said is not; `early`, a claim is stated as a fact while it was not verified.
 */
export interface DrillFault {
  readonly kind: StatementFault['kind'] | 'lacking' | 'early';
  readonly words: string;
}

interface Written {
  readonly title: string;
  readonly body: string;
}

/** A sentence with one of these says that something is being looked into, or that others say it. */
const WITH_CARE =
  /核查|核实中|正在核实|调查|检测中|尚未|尚不|有待|等待|反映|网传|传言|传闻|说法|是否|不实|不属实|伪造|并未|没有/;

/** Whatever it is called in braces was left to fill in. */
const GAP = /\{\{([^{}]*)\}\}/g;

/** As the product checks any statement: gaps that were left in a template, unfit wording, personal data. */
export function checkWords({ title, body }: Written): readonly StatementFault[] {
  const gaps = [...`${title}\n${body}`.matchAll(GAP)].map(([, name = '']) => name.trim());
  return checkStatement({ title, body, missing: [...new Set(gaps)] });
}

/** What the scenario wants to be said, and is not. */
export function lackingIn({ statement }: Scenario, { title, body }: Written): readonly DrillFault[] {
  const text = title + body;
  return statement.needs
    .filter(({ any }) => !any.some((words) => text.includes(words)))
    .map(({ what }) => ({ kind: 'lacking', words: what }));
}

/**
 * Claims that are stated as facts before somebody verified them. It goes by words, sentence by sentence, so it can only
 * point at them: a sentence that says that something is being checked is left alone.
 */
export function earlyIn(
  scenario: Scenario,
  { title, body }: Written,
  drillAt: number,
): readonly DrillFault[] {
  const sentences = `${title}\n${body}`.split(/[。；！？\n]/).filter((each) => !WITH_CARE.test(each));
  return scenario.claims
    .filter(({ truth, settledBy }) => truth !== 'verified' || comesAt(scenario, settledBy) > drillAt)
    .filter(({ words }) => sentences.some((sentence) => words.some((each) => sentence.includes(each))))
    .map(({ text }) => ({ kind: 'early', words: text }));
}
