import type { AlertView } from '../message/alert-view.ts';
import type { Block, Fit } from '../message/message-block.ts';
import type { TemplateField } from '../message/message-fields.ts';
import type { TemplateText } from '../message/message-template.ts';
import type { TemplateAddition } from '../message/message-wording.ts';
import type { TemplateFault } from '../message/template-line.ts';
import type { Level } from '../risk/grade.ts';
import type { Instant } from '../time.ts';

/** What a team wrote, and who wrote it. */
export type WrittenTemplate = TemplateText & { readonly at: Instant; readonly by: string };

/** How the messages of alerts are worded, channel by channel. */
export interface TemplatesScreen {
  /** For all channels without one of their own; null: nobody wrote it. */
  readonly forAll: WrittenTemplate | null;
  readonly standard: TemplateText;
  /** Those whose words can be chosen. */
  readonly channels: readonly {
    readonly id: number;
    readonly name: string;
    readonly kind: string;
    /** null: it goes by that for all, else by what is standard for its kind. */
    readonly own: WrittenTemplate | null;
    readonly standard: TemplateText;
  }[];
  /** Placeholders in the order in which a message has them. */
  readonly fields: readonly {
    readonly field: TemplateField;
    /** As it is written within the braces. */
    readonly name: string;
    readonly isSection: boolean;
  }[];
  /** The newest changes of alerts that were sent, to preview a template on. */
  readonly samples: readonly TemplateSample[];
}

export interface TemplateSample {
  readonly changeId: number;
  readonly alertId: number;
  readonly watchName: string;
  readonly level: Level;
  readonly change: AlertView['change'];
  readonly at: Instant;
}

/** What an unsaved template is tried on. */
export interface TemplateTrial extends TemplateText {
  /** Whose services write it; null: plain text. */
  readonly channelId: number | null;
  /** A change of an alert; null: an alert of a service that there is not. */
  readonly changeId: number | null;
  /** As if it were of this level or about this change; absent: as it is. */
  readonly level?: AlertView['level'] | undefined;
  readonly change?: AlertView['change'] | undefined;
}

/** What a template makes of an alert; nothing was sent or kept. */
export interface TemplatePreview {
  /** Everything that is wrong with it; empty: nothing. */
  readonly faults: readonly TemplateFault[];
  /** Null: it cannot be written, for its faults or for the settings of the channel. */
  readonly message: PreviewedMessage | null;
}

export interface PreviewedMessage {
  /** What a lock screen shows: the title, and what comes first behind it. */
  readonly lock: { readonly title: string; readonly line: string };
  /** What is left of it where the service takes no more. */
  readonly blocks: readonly Block[];
  /** Null: nothing limits it. */
  readonly fit: Pick<Fit, 'used' | 'limit' | 'unit'> | null;
  /** Whether there was not room for all of it. */
  readonly isShortened: boolean;
  /** What every message has, whatever its template leaves out. */
  readonly added: readonly TemplateAddition[];
  /** Of a mail its page; null: it has none. */
  readonly html: string | null;
  /** What the service is sent, letter for letter, but for keys and signatures. */
  readonly raw: string;
}
