import type { Alert, AlertChangeKind, Level } from './alert.ts';
import type { Playbook } from './playbook.ts';
import type { MentionRow, VolumePoint } from './screens-mentions.ts';
import type { StoryMark } from './story-mark.ts';
import type { Instant } from './time.ts';

export interface AlertRow {
  readonly id: number;
  readonly watchId: number;
  readonly watchName: string;
  readonly level: Level;
  readonly status: Alert['status'];
  readonly risk: number;
  readonly sentence: string;
  readonly observed: number;
  readonly expected: number | null;
  /** Of what `observed` counts; absent where no finding counts anything. */
  readonly windowMinutes?: number;
  readonly measure?: string;
  readonly openedAt: Instant;
  readonly changedAt: Instant;
  readonly acknowledgedAt: Instant | null;
  readonly acknowledgedBy: string | null;
  readonly playbook: { readonly id: string; readonly name: string } | null;
  /** The first step not done, and when it is due. */
  readonly nextStep: {
    readonly no: number;
    readonly action: string;
    readonly role: string;
    readonly dueAt: Instant;
  } | null;
  /** Mentions per hour over the last 24 h, for a sparkline. */
  readonly spark: readonly number[];
}

export interface AlertScreen {
  readonly row: AlertRow;
  readonly alert: Alert;
  readonly unusual: string;
  readonly spread: string;
  /** Share of copies in the last six hours, 0..1. */
  readonly copyShare: number | null;
  readonly examples: readonly MentionRow[];
  /** What it is about; null where its posts have no story in common. */
  readonly story: StoryMark | null;
  readonly volume: readonly VolumePoint[];
  readonly playbooks: readonly { readonly playbook: Playbook; readonly because: readonly string[] }[];
  readonly steps: readonly {
    readonly playbook: string;
    readonly no: number;
    readonly dueAt: Instant;
    readonly doneAt: Instant | null;
    readonly doneBy: string | null;
    readonly note: string | null;
  }[];
  readonly templates: readonly {
    readonly template: string;
    readonly values: Readonly<Record<string, string>>;
    readonly updatedAt: Instant;
    readonly updatedBy: string;
  }[];
  readonly history: readonly {
    readonly at: Instant;
    readonly kind: AlertChangeKind;
    readonly from: Level | null;
    readonly to: Level;
    readonly actor: string;
    readonly note: string | null;
    readonly risk: number | null;
  }[];
  readonly deliveries: readonly {
    readonly id: number;
    readonly channel: string;
    readonly status: string;
    readonly reason: string | null;
    readonly attempts: number;
    readonly createdAt: Instant;
    readonly sentAt: Instant | null;
    readonly nextAt: Instant;
  }[];
}
