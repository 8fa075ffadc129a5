import { evaluate } from './condition.ts';
import type { Playbook, Template } from './playbook.ts';

/** A statement that a playbook offers for an alert. */
export interface Statement {
  readonly template: Template;
  /** It states what no recorded fact bears out yet. */
  readonly tooEarly: boolean;
}

/**
 * The statements of a playbook in the order they are offered. While no recorded fact bears the matter out, one that says
 * what is being checked comes first: its own, else that of another playbook, best first.
 * @param others all playbooks, those called for first
 * @param records `record.*` metrics as people entered them, by the name behind the dot
 */
export function statementsOf(
  playbook: Playbook,
  others: readonly Playbook[],
  records: Readonly<Record<string, number>>,
): readonly Statement[] {
  const metrics = Object.fromEntries(
    Object.entries(records).map(([name, value]) => [`record.${name}`, value]),
  );
  const verified = evaluate(playbook.verified, metrics).holds;
  const own = playbook.templates.map((template) => ({
    template,
    tooEarly: !verified && template.stance === 'stating',
  }));
  if (verified) return own;
  const [checking] = [playbook, ...others].flatMap(({ templates }) =>
    templates.filter(({ stance }) => stance === 'checking'),
  );
  if (!checking) return own;
  return [
    { template: checking, tooEarly: false },
    ...own.filter(({ template }) => template.id !== checking.id),
  ];
}
