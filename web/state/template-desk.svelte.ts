import { untrack } from 'svelte';
import {
  type KeptDraft,
  type PreviewedMessage,
  type TemplateDraft,
  type TemplatePreview,
  type TemplatesScreen,
  type TemplateTrial,
  templateApi,
} from '../api/templates.ts';
import { asFault, type Fault } from '../fault.ts';
import { action } from './action.svelte.ts';
import { signer } from './signer.svelte.ts';
import { type TemplateOwner, templateMark, templateOf } from './template-drafts.svelte.ts';

/** The preview follows so long after the last key. */
const PAUSE_MS = 250;

export interface TemplateDeskProps {
  readonly screen: TemplatesScreen;
  /** Whose template it is; null: that for all. */
  readonly channel: TemplatesScreen['channels'][number] | null;
  /** What was typed before and not saved. */
  readonly draft: KeptDraft | null;
  readonly ondraft: (draft: KeptDraft | null) => void;
  readonly onchange: (screen: TemplatesScreen) => void;
  /** It was saved as it was sent, whoever's template is shown by now; null: nothing had been typed. */
  readonly onsaved: (owner: TemplateOwner, sent: TemplateDraft | null, screen: TemplatesScreen) => void;
}

/** What a preview shows of the template: on which alert, and through which channel. */
export function templateTrial(text: () => TemplateDraft, { screen, channel }: TemplateDeskProps) {
  let sample = $state<number | null>(screen.samples[0]?.changeId ?? null);
  let level = $state<TemplateTrial['level'] | ''>('');
  let change = $state<TemplateTrial['change'] | ''>('');
  let through = $state<number | null>(channel?.id ?? screen.channels[0]?.id ?? null);
  return {
    get sample() {
      return sample;
    },
    set sample(next) {
      sample = next;
    },
    get level() {
      return level;
    },
    set level(next) {
      level = next;
    },
    get change() {
      return change;
    },
    set change(next) {
      change = next;
    },
    get through() {
      return through;
    },
    set through(next) {
      through = next;
    },
    get request(): TemplateTrial {
      return {
        ...text(),
        channelId: through,
        changeId: sample,
        ...(level ? { level } : {}),
        ...(change ? { change } : {}),
      };
    },
  };
}

/** Asks for the preview a moment after the last change; what is shown stays until then. */
export function templatePreview(trial: () => TemplateTrial) {
  let preview = $state.raw<TemplatePreview | null>(null);
  /** The last message without a fault: a brace that is not closed yet hides nothing. */
  let message = $state.raw<PreviewedMessage | null>(null);
  let fault = $state.raw<Fault | null>(null);
  let looking = $state(false);
  const request = $derived(trial());
  async function ask(wanted: TemplateTrial, signal: AbortSignal): Promise<void> {
    looking = true;
    try {
      const answer = await templateApi.preview(wanted, signal);
      preview = answer;
      message = answer.message ?? (answer.faults.length > 0 ? message : null);
      fault = null;
    } catch (error) {
      if (signal.aborted) return;
      fault = asFault(error);
    }
    looking = false;
  }
  $effect(() => {
    const wanted = request;
    const controller = new AbortController();
    const timer = setTimeout(() => void ask(wanted, controller.signal), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
      looking = false;
    };
  });
  return {
    get preview() {
      return preview;
    },
    get message() {
      return message;
    },
    get fault() {
      return fault;
    },
    get looking() {
      return looking;
    },
    get faults() {
      return preview?.faults ?? [];
    },
  };
}

/** The template of one owner while somebody writes it. Call it while a component starts. */
export function templateDesk(props: () => TemplateDeskProps) {
  /** The desk stays that of the owner it was opened for. */
  const owner = untrack(() => props().channel?.id ?? null);
  const written = $derived(templateOf(props().screen, owner));
  const stored = $derived.by(() => {
    const { screen, channel } = props();
    return written ?? (channel === null ? screen.standard : (screen.forAll ?? channel.standard));
  });
  const draft = $derived(props().draft);
  const text = $derived<TemplateDraft>({
    title: draft?.title ?? stored.title,
    body: draft?.body ?? stored.body,
  });
  const seen = $derived(draft?.seen ?? templateMark(props().screen, owner));
  const isChanged = $derived(text.title !== stored.title || text.body !== stored.body);
  const saving = action();
  let saved = $state(false);

  const settle = (sent: TemplateDraft | null) => (answer: TemplatesScreen) => {
    props().onsaved(owner, sent, answer);
    saved = true;
  };
  return {
    saving,
    /** Null where the owner has none and goes by another one. */
    get written() {
      return written;
    },
    get text() {
      return text;
    },
    get isChanged() {
      return isChanged;
    },
    get saved() {
      return saved;
    },
    write(next: TemplateDraft): void {
      saved = false;
      const isSame = next.title === stored.title && next.body === stored.body;
      props().ondraft(isSame ? null : { ...next, seen });
    },
    /** @param over the mark of what is written over on purpose */
    save(over = seen): void {
      const sent = text;
      const json = { ...sent, seen: over };
      signer.sign((by) => void saving.run(() => templateApi.save(owner, { ...json, by }), settle(sent)));
    },
    reset(): void {
      const sent = draft && { title: draft.title, body: draft.body };
      void saving.run(() => templateApi.reset(owner), settle(sent));
    },
    /** Shows what somebody else saved, in place of what was typed. */
    load(): void {
      void saving.run(
        () => templateApi.read(),
        (answer) => {
          props().onchange(answer);
          props().ondraft(null);
        },
      );
    },
  };
}
