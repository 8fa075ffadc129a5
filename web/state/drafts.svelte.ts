import type { StatementText } from '../api-statements.ts';
import { isAsSent, leftOf } from '../typed.ts';

type Values = Readonly<Record<string, string>>;

const KEY = 'tingchao.statements';

function isValues(value: unknown): value is Values {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((each) => typeof each === 'string')
  );
}

/** What this window kept; a browser that refuses storage still keeps it until the page is loaded anew. */
function readKept(): Readonly<Record<string, Values>> {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).filter(([, values]) => isValues(values)));
  } catch {
    return {};
  }
}

let kept = $state.raw(readKept());

function keep(name: string, values: Values | null): void {
  const { [name]: _, ...others } = kept;
  kept = values === null ? others : { ...others, [name]: values };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Gone when the page is loaded anew; what is shown stays.
  }
}

const nameOf = (alertId: number, id: string): string => `${alertId} ${id}`;
/** Beside the values of its gaps: the whole text as it was reworded; without words: put back as its template has it. */
const wordingOf = (alertId: number, id: string): string => `${alertId} ${id} wording`;
/** Beside the drafts of its statements, which are named `PB06-T1`: the one that a playbook was left at. */
const CHOSEN = 'chosen';

interface SentDraft {
  readonly values: Values;
  readonly wording: StatementText | null | undefined;
}

/** What people write into statements of an alert and have not saved: kept through other tabs, pages and a reload. */
export const drafts = {
  of(alertId: number, template: string): Values {
    return kept[nameOf(alertId, template)] ?? {};
  },
  write(alertId: number, template: string, changes: Values): void {
    keep(nameOf(alertId, template), { ...drafts.of(alertId, template), ...changes });
  },
  /** Undefined: nobody touched it. Null: it was put back. */
  wording(alertId: number, template: string): StatementText | null | undefined {
    const words = kept[wordingOf(alertId, template)];
    if (words === undefined) return undefined;
    return words.title === undefined || words.body === undefined
      ? null
      : { title: words.title, body: words.body };
  },
  reword(alertId: number, template: string, wording: StatementText | null): void {
    keep(wordingOf(alertId, template), { ...wording });
  },
  /** All that was typed into one: what is about to be sent. */
  sent(alertId: number, template: string): SentDraft {
    return { values: drafts.of(alertId, template), wording: drafts.wording(alertId, template) };
  },
  /** It was saved as it was sent: what was typed since is still to be saved. */
  settle(alertId: number, template: string, sent: SentDraft): void {
    const left = leftOf(drafts.of(alertId, template), sent.values);
    keep(nameOf(alertId, template), Object.keys(left).length > 0 ? left : null);
    if (isAsSent(drafts.wording(alertId, template), sent.wording)) keep(wordingOf(alertId, template), null);
  },
  drop(alertId: number, template: string): void {
    keep(nameOf(alertId, template), null);
    keep(wordingOf(alertId, template), null);
  },
  /** The statement of a playbook that was chosen last; empty where none was. */
  chosen(alertId: number, playbook: string): string {
    return kept[nameOf(alertId, playbook)]?.[CHOSEN] ?? '';
  },
  choose(alertId: number, playbook: string, template: string): void {
    keep(nameOf(alertId, playbook), { [CHOSEN]: template });
  },
};
