import type { SendResult } from '../../server/core/message/notifier.ts';
import type { TemplatePreview, TemplatesScreen, TemplateTrial } from '../../server/core/screens/templates.ts';
import type { Seen } from '../seen.ts';
import { client, param, take, within } from './client.ts';

export type { TemplateFault } from '../../server/core/message/template-line.ts';
export type {
  PreviewedMessage,
  TemplatePreview,
  TemplatesScreen,
  TemplateTrial,
} from '../../server/core/screens/templates.ts';

export interface TemplateDraft {
  readonly title: string;
  readonly body: string;
}

/** What was typed, with the mark of the template that it began with: when that was written, 0 where there was none. */
export type KeptDraft = Seen<TemplateDraft>;

/** Every request about how messages are worded; null: for all channels without a template of their own. */
export const templateApi = {
  read: (signal?: AbortSignal): Promise<TemplatesScreen> =>
    take<TemplatesScreen>(client.templates.$get({}, within(signal))),
  save: (channelId: number | null, json: Seen<TemplateDraft & { by: string }>): Promise<TemplatesScreen> =>
    channelId === null
      ? take<TemplatesScreen>(client.templates.all.$put({ json }))
      : take<TemplatesScreen>(client.templates[':id'].$put({ param: param(channelId), json })),
  reset: (channelId: number | null): Promise<TemplatesScreen> =>
    channelId === null
      ? take<TemplatesScreen>(client.templates.all.$delete())
      : take<TemplatesScreen>(client.templates[':id'].$delete({ param: param(channelId) })),
  preview: (json: TemplateTrial, signal?: AbortSignal): Promise<TemplatePreview> =>
    take<TemplatePreview>(client.templates.preview.$post({ json }, within(signal))),
  test: (channelId: number, json: TemplateDraft): Promise<SendResult> =>
    take<SendResult>(client.templates[':id'].test.$post({ param: param(channelId), json })),
};
