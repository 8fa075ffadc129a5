import { type AlertScreen, api, type Statement } from '../api/client.ts';
import { type StatementExam, statementApi } from '../api/statements.ts';
import { changesOf, type KeptStatement, NOTHING_KEPT } from '../statement-changes.ts';
import { bannedIn } from '../words/banned.ts';
import { approversLeft, neededFor, standingOf } from '../words/statement-words.ts';
import { action } from './action.svelte.ts';
import { drafts } from './drafts.svelte.ts';
import { library } from './library.svelte.ts';
import { signer } from './signer.svelte.ts';
import { statementDraft } from './statement-draft.svelte.ts';

export interface StatementDeskProps {
  readonly screen: AlertScreen;
  readonly playbook: string;
  /** The fittest to begin with first. */
  readonly statements: readonly Statement[];
  readonly onchange: (screen: AlertScreen) => void;
}

/** Stands in where a playbook has no statement; nothing of it is shown. */
const NONE: Statement['template'] = {
  id: '',
  stage: '',
  stance: 'checking',
  channel: '',
  title: '',
  body: '',
  nvc: { observation: '', feeling: '', need: '', request: '' },
  vars: [],
  approvers: [],
};

const keptIn = ({ templates }: AlertScreen, id: string): KeptStatement =>
  templates.find((each) => each.template === id) ?? NOTHING_KEPT;

/** The statement of a playbook that somebody writes: which one, its words, and saving it. */
export function statementDesk(props: () => StatementDeskProps) {
  const alertId = $derived(props().screen.alert.id);
  const chosen = $derived(drafts.chosen(alertId, props().playbook));
  const current = $derived(
    props().statements.find((each) => each.template.id === chosen) ?? props().statements[0],
  );
  const template = $derived(current?.template);
  const stored = $derived(props().screen.templates.find((each) => each.template === template?.id));
  const draft = statementDraft(() => ({ alertId, template: template ?? NONE, stored }));
  const saving = action();

  const choose = (id: string): void => drafts.choose(alertId, props().playbook, id);
  return {
    draft,
    saving,
    choose,
    get current() {
      return current;
    },
    get stored() {
      return stored;
    },
    /** What is being written stays in view, whatever becomes the fittest meanwhile. */
    stay(): void {
      if (template && chosen !== template.id) choose(template.id);
    },
    clear(): void {
      if (template) drafts.drop(alertId, template.id);
    },
    /** @param force over what another one saved meanwhile, once the reader saw that there is something */
    save(force = false): void {
      if (!template) return;
      const { id } = template;
      const about = alertId;
      signer.sign((by) => {
        const sent = drafts.typed(about, id);
        const seen = stored ?? NOTHING_KEPT;
        void saving.run(
          async () => {
            const kept = force ? keptIn(await api.alert(about), id) : seen;
            return statementApi.fill(about, id, { by, ...changesOf(sent, kept, force) });
          },
          (answer) => {
            drafts.settle(about, id, sent, keptIn(answer, id));
            props().onchange(answer);
          },
        );
      });
    },
    /** Shows what is saved, in place of what was typed. */
    load(): void {
      const id = template?.id ?? '';
      const about = alertId;
      void saving.run(
        () => api.alert(about),
        (answer) => {
          drafts.drop(about, id);
          props().onchange(answer);
        },
      );
    },
  };
}

/** Whether what is written could go out: what is open in it, what the server takes exception to, who approved it. */
export function statementStanding(
  desk: ReturnType<typeof statementDesk>,
  screen: () => AlertScreen,
  exam: () => StatementExam | null,
) {
  const text = $derived(desk.draft.text);
  /** Of a text that was reworded only the server knows what is open in it. */
  const gaps = $derived(
    desk.draft.wording === null
      ? desk.draft.missing
      : (exam()?.faults ?? []).flatMap(({ kind, words }) => (kind === 'unfilled' ? [words] : [])),
  );
  const banned = $derived(
    bannedIn(`${text.title}\n\n${text.body}`, library.data?.handbook.statements.banned ?? []),
  );
  const approval = $derived(
    desk.current ? standingOf(screen().approvals, desk.current.template.id) : undefined,
  );
  /** What is written now says something else than what was handed in. */
  const changed = $derived(
    approval !== undefined && (text.title.trim() !== approval.title || text.body.trim() !== approval.body),
  );
  return {
    get gaps() {
      return gaps;
    },
    get banned() {
      return banned;
    },
    /** How many words the server, or the handbook here, takes exception to. */
    get flagged() {
      return Math.max(banned.length, exam()?.faults.filter(({ kind }) => kind !== 'unfilled').length ?? 0);
    },
    get approval() {
      return approval;
    },
    get changed() {
      return changed;
    },
    /** How many have yet to approve it; approvals count only while the text is what was handed in. */
    get approversLeft() {
      return approval && !changed && approval.state !== 'returned'
        ? approversLeft(approval)
        : neededFor(screen().alert.level);
    },
  };
}
