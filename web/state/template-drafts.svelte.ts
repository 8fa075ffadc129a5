import type { KeptDraft, TemplateDraft, TemplatesScreen } from '../api/templates.ts';
import { isAsSent } from '../typed.ts';

/** Whose template it is: a channel's by its id; null: that of all channels without one of their own. */
export type TemplateOwner = number | null;

/** The template that an owner has, which may be none. */
export function templateOf(screen: TemplatesScreen, owner: TemplateOwner) {
  if (owner === null) return screen.forAll;
  return screen.channels.find(({ id }) => id === owner)?.own ?? null;
}

/** Changes each time the template is written; the same where there is none. */
export function templateMark(screen: TemplatesScreen, owner: TemplateOwner): string {
  return String(templateOf(screen, owner)?.at ?? 0);
}

/** What was typed and not saved, by owner: looking at another one's template loses nothing. */
export function templateDrafts(): {
  /** Whether leaving the page would lose anything. */
  readonly hasUnsaved: boolean;
  of(owner: TemplateOwner): KeptDraft | null;
  keep(owner: TemplateOwner, draft: KeptDraft | null): void;
  /**
   * It was saved as it was sent; what was typed since is still to be saved.
   * @param sent null: nothing had been typed
   */
  settle(owner: TemplateOwner, sent: TemplateDraft | null, answer: TemplatesScreen): void;
} {
  let drafts = $state.raw<ReadonlyMap<TemplateOwner, KeptDraft>>(new Map());
  function keep(owner: TemplateOwner, draft: KeptDraft | null): void {
    const next = new Map(drafts);
    if (draft === null) next.delete(owner);
    else next.set(owner, draft);
    drafts = next;
  }
  return {
    get hasUnsaved() {
      return drafts.size > 0;
    },
    of: (owner) => drafts.get(owner) ?? null,
    keep,
    settle(owner, sent, answer) {
      const draft = drafts.get(owner);
      if (draft === undefined) return;
      const { title, body } = draft;
      const isSaved = isAsSent<TemplateDraft | null>({ title, body }, sent);
      // Typed since: it goes on from what was just saved.
      keep(owner, isSaved ? null : { ...draft, seen: templateMark(answer, owner) });
    },
  };
}
