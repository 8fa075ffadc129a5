import { AppError } from '../../core/errors.ts';
import { alertBlocks, alertSubject } from '../../core/message/alert-blocks.ts';
import type { AlertView } from '../../core/message/alert-view.ts';
import type { Block } from '../../core/message/message-block.ts';
import { plainText } from '../../core/message/message-markup.ts';
import { sampleView } from '../../core/message/message-sample.ts';
import { readTemplate, type Template } from '../../core/message/message-template.ts';
import { additionsTo } from '../../core/message/message-wording.ts';
import type { Message } from '../../core/message/notifier.ts';
import type { Playbook } from '../../core/playbook/playbook.ts';
import type { PreviewedMessage, TemplatePreview, TemplateTrial } from '../../core/screens/templates.ts';
import { readMessage } from '../../db/views/alert/message.ts';
import { mustHaveWords, type TemplateDeps } from './channel-template.ts';

/**
 * What a channel would send by a template, written by the very code that writes what is sent.
 * @throws AppError('not_found') for a channel or a change that does not exist
 */
export async function previewTemplate(
  deps: TemplateDeps & { readonly playbooks: readonly Playbook[]; readonly baseUrl: string },
  trial: TemplateTrial,
): Promise<TemplatePreview> {
  const view = await viewOf(deps, trial);
  const { template, faults } = readTemplate(trial);
  if (template === null) return { faults, message: null };
  const blocks = alertBlocks(view, template);
  if (trial.channelId === null) {
    const plain = { subject: alertSubject(view, template), text: plainText(blocks) };
    return { faults, message: previewed(plain, blocks, view, template) };
  }
  const { channel, notifier } = await mustHaveWords(deps, trial.channelId);
  try {
    const message = notifier.render(view, channel.settings, template);
    return { faults, message: previewed(message, blocks, view, template) };
  } catch {
    return { faults, message: null };
  }
}

async function viewOf(
  deps: Pick<TemplateDeps, 'db' | 'now'> & {
    readonly playbooks: readonly Playbook[];
    readonly baseUrl: string;
  },
  { changeId, level, change }: TemplateTrial,
): Promise<AlertView> {
  const { db, playbooks, baseUrl } = deps;
  const view =
    changeId === null
      ? sampleView(`${baseUrl}/alerts/128`, deps.now())
      : await readMessage(db, changeId, playbooks, baseUrl);
  if (view === null) throw new AppError('not_found', `there is no change ${changeId} of an alert`);
  // What would confirm the alert is made for each message; here it only shows where it stands.
  const confirm = `${baseUrl}/go/preview`;
  return { ...view, confirm, ...(level ? { level } : {}), ...(change ? { change } : {}) };
}

function previewed(
  message: Message,
  whole: readonly Block[],
  view: AlertView,
  template: Template,
): PreviewedMessage {
  const { subject, text, html = null, json, fit } = message;
  // Some services show the title in a place of its own, beside what there is room for.
  const isWhole = (blocks: readonly Block[]) => JSON.stringify(said(blocks)) === JSON.stringify(said(whole));
  const kept = fit?.blocks ?? whole;
  const first = kept.find((block) => block.kind === 'fact');
  return {
    lock: { title: shownTitle(json) ?? subject, line: first?.text ?? '' },
    blocks: [{ kind: 'title', text: subject }, ...said(kept)],
    fit: fit === undefined ? null : { used: fit.used, limit: fit.limit, unit: fit.unit },
    isShortened: !isWhole(kept),
    added: additionsTo(template, view),
    html,
    raw: json === undefined ? text : JSON.stringify(json, null, 2),
  };
}

const said = (blocks: readonly Block[]): readonly Block[] => blocks.filter(({ kind }) => kind !== 'title');

/** Some services show shorter titles than others. */
function shownTitle(json: unknown): string | null {
  const title = (json as { readonly title?: unknown } | undefined)?.title;
  return typeof title === 'string' ? title : null;
}
