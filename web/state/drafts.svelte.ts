import type { StatementText } from '../api/statements.ts';
import { newKey } from '../repeat-key.ts';
import type { KeptStatement, TypedStatement } from '../statement-changes.ts';
import { isAsSent, leftOf, seenAfter, seenAtFirstKey } from '../typed.ts';

type Values = Readonly<Record<string, string>>;

const KEY = 'tingchao.statements';

function isValues(value: unknown): value is Values {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((each) => typeof each === 'string')
  );
}

/** What this window kept; a browser that refuses storage still keeps it until the page is loaded again. */
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
    // Gone when the page is loaded again; what is shown stays.
  }
}

const nameOf = (alertId: number, id: string): string => `${alertId} ${id}`;
/** Beside the values of its gaps: the whole text as it was reworded; without words: put back as its template has it. */
const wordingOf = (alertId: number, id: string): string => `${alertId} ${id} wording`;
/** Beside both: what stood on the server when they were begun. */
const seenName = (alertId: number, id: string): string => `${alertId} ${id} seen`;
const seenWordingOf = (alertId: number, id: string): string => `${alertId} ${id} wording seen`;
function wordingIn(words: Values | undefined): StatementText | null | undefined {
  if (words === undefined) return undefined;
  const { title, body } = words;
  return title === undefined || body === undefined ? null : { title, body };
}
/** Beside the drafts of its statements, which are named `PB06-T1`: the one that a playbook was left at. */
const CHOSEN = 'chosen';

/** What people write of an alert itself: to the others, and why they decide as they do. */
export type Said = 'comment' | 'closed' | 'false_alarm' | 'reopen' | 'correct' | 'lower';

/** What people write into statements of an alert and have not saved: kept through other tabs, pages and a reload. */
export const drafts = {
  of(alertId: number, template: string): Values {
    return kept[nameOf(alertId, template)] ?? {};
  },
  /** @param stored what is kept of all gaps on the server, as it is shown now */
  write(alertId: number, template: string, [name, value]: readonly [string, string], stored: Values): void {
    const { values: typed, seen } = drafts.typed(alertId, template);
    keep(seenName(alertId, template), seenAtFirstKey(seen, typed, stored, name));
    keep(nameOf(alertId, template), { ...typed, [name]: value });
  },
  /** Undefined: nobody touched it. Null: it was put back. */
  wording(alertId: number, template: string): StatementText | null | undefined {
    return wordingIn(kept[wordingOf(alertId, template)]);
  },
  /** @param stored the one that is kept on the server, as it is shown now */
  reword(
    alertId: number,
    template: string,
    wording: StatementText | null,
    stored: StatementText | null,
  ): void {
    if (drafts.wording(alertId, template) === undefined)
      keep(seenWordingOf(alertId, template), { ...stored });
    keep(wordingOf(alertId, template), { ...wording });
  },
  /** All that was typed into one: what is about to be sent. */
  typed(alertId: number, template: string): TypedStatement {
    return {
      values: drafts.of(alertId, template),
      wording: drafts.wording(alertId, template),
      seen: kept[seenName(alertId, template)] ?? {},
      seenWording: wordingIn(kept[seenWordingOf(alertId, template)]) ?? null,
    };
  },
  /** It was saved as it was sent, and is kept as `stored`: what was typed since is still to be saved. */
  settle(alertId: number, template: string, sent: TypedStatement, stored: KeptStatement): void {
    const now = drafts.typed(alertId, template);
    const left = leftOf(now.values, sent.values);
    const seen = seenAfter(now.seen, sent.values, stored.values);
    drafts.drop(alertId, template);
    if (Object.keys(left).length > 0) {
      keep(nameOf(alertId, template), left);
      keep(seenName(alertId, template), seen);
    }
    if (!isAsSent(now.wording, sent.wording)) {
      keep(wordingOf(alertId, template), { ...now.wording });
      keep(seenWordingOf(alertId, template), {
        ...(sent.wording === undefined ? now.seenWording : stored.wording),
      });
    }
  },
  drop(alertId: number, template: string): void {
    keep(nameOf(alertId, template), null);
    keep(wordingOf(alertId, template), null);
    keep(seenName(alertId, template), null);
    keep(seenWordingOf(alertId, template), null);
  },
  /** The statement of a playbook that was chosen last; empty where none was. */
  chosen(alertId: number, playbook: string): string {
    return kept[nameOf(alertId, playbook)]?.[CHOSEN] ?? '';
  },
  choose(alertId: number, playbook: string, template: string): void {
    keep(nameOf(alertId, playbook), { [CHOSEN]: template });
  },
  said(alertId: number, what: Said): string {
    return kept[nameOf(alertId, what)]?.text ?? '';
  },
  /** The key to send these words with: the same until they are changed, also when the page is loaded anew. */
  keyOf(alertId: number, what: Said): string {
    const { text = '', key = newKey() } = kept[nameOf(alertId, what)] ?? {};
    if (text !== '') keep(nameOf(alertId, what), { text, key });
    return key;
  },
  /** Empty: nothing is kept any more. */
  say(alertId: number, what: Said, text: string): void {
    keep(nameOf(alertId, what), text === '' ? null : { text });
  },
};
