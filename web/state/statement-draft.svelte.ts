import type { AlertScreen, Statement } from '../api/client.ts';
import type { StatementText } from '../api/statements.ts';
import { fillIn, lostFrom, type Part, unfilledIn, variablesOf, written } from '../template.ts';
import { drafts } from './drafts.svelte.ts';
import { variableWord } from './library.svelte.ts';

type Values = Readonly<Record<string, string>>;
type Draft = AlertScreen['templates'][number];

interface About {
  readonly alertId: number;
  readonly template: Statement['template'];
  /** As it is kept; undefined: nothing was saved. */
  readonly stored: Draft | undefined;
}

/** The words of one statement as they stand on the page, saved or not. */
export interface StatementDraft {
  readonly names: readonly string[];
  readonly values: Values;
  readonly title: readonly Part[];
  readonly body: readonly Part[];
  /** The whole text as somebody reworded it; null: as the template has it with these values. */
  readonly wording: StatementText | null;
  /** What a reader sees, whichever it is. */
  readonly text: StatementText;
  /** Names of the gaps that have no value. */
  readonly missing: readonly string[];
  /** Names of those whose value was taken out of the text when it was reworded. */
  readonly lost: readonly string[];
  readonly dirty: boolean;
  write(name: string, value: string): void;
  reword(wording: StatementText | null): void;
}

/** What is typed wins over what is stored, gap by gap. */
export function statementDraft(about: () => About): StatementDraft {
  const typed = $derived(drafts.of(about().alertId, about().template.id));
  const reworded = $derived(drafts.wording(about().alertId, about().template.id));
  const stored = $derived(about().stored);
  const values = $derived<Values>({ ...stored?.values, ...typed });
  const names = $derived(variablesOf(about().template.title, about().template.body));
  const title = $derived(fillIn(about().template.title, values));
  const body = $derived(fillIn(about().template.body, values));
  const wording = $derived(reworded === undefined ? (stored?.wording ?? null) : reworded);
  const text = $derived(
    wording ?? { title: written(title, variableWord), body: written(body, variableWord) },
  );
  const missing = $derived(unfilledIn(names, values));
  const lost = $derived(wording === null ? [] : lostFrom(names, values, `${wording.title}\n${wording.body}`));

  return {
    get names() {
      return names;
    },
    get values() {
      return values;
    },
    get title() {
      return title;
    },
    get body() {
      return body;
    },
    get wording() {
      return wording;
    },
    get text() {
      return text;
    },
    get missing() {
      return missing;
    },
    get lost() {
      return lost;
    },
    get dirty() {
      return Object.keys(typed).length > 0 || reworded !== undefined;
    },
    write: (name, value) =>
      drafts.write(about().alertId, about().template.id, [name, value], stored?.values ?? {}),
    reword: (wanted) => drafts.reword(about().alertId, about().template.id, wanted, stored?.wording ?? null),
  };
}
