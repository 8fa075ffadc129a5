import type { Alert, AlertChangeKind, Verdict } from '../alert/alert.ts';
import type { Phase } from '../alert/alert-life.ts';
import type { Passing } from '../alert/escalation.ts';
import type { Rung } from '../alert/rung.ts';
import type { StandIn } from '../alert/stand-in.ts';
import type { Finding } from '../finding/finding.ts';
import type { Approval } from '../playbook/approval.ts';
import type { CarriedValue } from '../playbook/carried-values.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { StatedFigure } from '../playbook/stated-figures.ts';
import type { StatementText } from '../playbook/statement-check.ts';
import type { Statement } from '../playbook/statements.ts';
import type { StepTold } from '../playbook/step-told.ts';
import type { Obligation } from '../review/next-step.ts';
import type { Level } from '../risk/grade.ts';
import type { StoryMark } from '../story/story-mark.ts';
import type { Instant } from '../time.ts';
import type { MentionRow, SharePoint, VolumePoint } from './mentions.ts';
import type { StandingSilence } from './silences.ts';

export interface AlertRow {
  readonly id: number;
  readonly watchId: number;
  readonly watchName: string;
  readonly level: Level;
  readonly status: Alert['status'];
  readonly risk: number;
  readonly sentence: string;
  /** The finding that says most; null where recorded facts alone rang it. */
  readonly main: Finding | null;
  /** The gravest of what is claimed; null where nothing grave is. */
  readonly claim: Finding | null;
  /** When it was at its worst, and the same of then; null: it is now. */
  readonly worst: {
    readonly at: Instant;
    readonly main: Finding | null;
    readonly claim: Finding | null;
  } | null;
  /** What was said of its watch in the last hour, where its worst is over; null once it is closed. */
  readonly lately: { readonly total: number; readonly negative: number } | null;
  readonly openedAt: Instant;
  readonly changedAt: Instant;
  readonly acknowledgedAt: Instant | null;
  readonly acknowledgedBy: string | null;
  /** What became of it since somebody confirmed it. */
  readonly phase: Phase | null;
  readonly playbook: { readonly id: string; readonly name: string } | null;
  /** What is to be done next, of whichever playbook; null: nothing is left, or no playbook was called for. */
  readonly nextStep: {
    readonly playbook: { readonly id: string; readonly name: string };
    readonly no: number;
    readonly action: string;
    readonly role: string;
    readonly dueAt: Instant;
  } | null;
  /** What its level obliges to that is not done yet, due soonest first. */
  readonly owed: readonly { readonly what: Obligation; readonly dueAt: Instant }[];
  /** How many of its statements wait for approval. */
  readonly inReview: number;
  /** Mentions per hour over the last 24 h, for a sparkline; the last hour is under way. */
  readonly spark: readonly number[];
  /** When the first hour of `spark` began. */
  readonly sparkFrom: Instant;
}

export interface AlertScreen {
  readonly row: AlertRow;
  readonly alert: Alert;
  readonly unusual: string;
  readonly spread: string;
  /** What was noticed besides, those that say most first. */
  readonly others: readonly Finding[];
  /** Share of copies in the last six hours, 0..1. */
  readonly copyShare: number | null;
  /** Posts of its watch, of today that stand at midnight because they name no time of day; none once it is closed. */
  readonly dateOnly: number;
  readonly examples: readonly MentionRow[];
  /** What it is about; null where its posts have no story in common. */
  readonly story: StoryMark | null;
  readonly volume: readonly VolumePoint[];
  /** The weeks for which complaints are said to rise: their share by the day and by the week; null: that is not said. */
  readonly rise: {
    readonly since: Instant;
    readonly until: Instant;
    readonly days: readonly SharePoint[];
    readonly weeks: readonly SharePoint[];
  } | null;
  readonly playbooks: readonly {
    readonly playbook: Playbook;
    readonly because: readonly string[];
    /** Number of its step that is to be done next; null: none is left. */
    readonly next: number | null;
    /** What can be said, the fittest to begin with first. */
    readonly statements: readonly Statement[];
  }[];
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
    /** The whole text as somebody reworded it; null: as the template has it with these values. */
    readonly wording: StatementText | null;
    readonly updatedAt: Instant;
    readonly updatedBy: string;
  }[];
  /** What was filled into statements of this watch before, and is likely to be the same. */
  readonly carried: readonly CarriedValue[];
  /** Statements that were handed in, newest first. */
  readonly approvals: readonly (Approval & {
    /** What it says of facts that are recorded, held against what is recorded now. */
    readonly figures: readonly StatedFigure[];
  })[];
  readonly history: readonly {
    readonly at: Instant;
    readonly kind: AlertChangeKind;
    readonly from: Level | null;
    readonly to: Level;
    readonly actor: string;
    readonly note: string | null;
    readonly risk: number | null;
    /** Whom it was passed on to, where nobody had confirmed it. */
    readonly passing: Passing | null;
    /** Through which channels it was told, where it did not arrive everywhere; else nothing. */
    readonly rung: readonly Rung[];
    /** Whom it was given to. */
    readonly givenTo: string | null;
    /** The verdict that it corrects; null: it is no such line. */
    readonly corrects: Verdict | null;
    /** The step of a playbook that was ticked, or is so no more; null: it is no such line. */
    readonly step: (StepTold & { readonly name: string; readonly action: string }) | null;
    /** The silence that kept it from ringing; null: none. */
    readonly silence: number | null;
    /** Of two alerts that became one, the other; null: it is no such line. */
    readonly joined: number | null;
  }[];
  /** The alert that goes on instead of it, since their stories turned out to be one; null: none. */
  readonly mergedInto: number | null;
  /** Who has it in hand; null: nobody in particular. */
  readonly assignee: string | null;
  /** Who may have it, or be named in a comment; `reachable`: by a channel of their own that is in use. */
  readonly people: readonly { readonly id: number; readonly name: string; readonly reachable: boolean }[];
  /** When it is passed on, or rings again, unless somebody confirms; null: not at all. */
  readonly escalation: { readonly dueAt: Instant; readonly again: boolean } | null;
  readonly deliveries: readonly {
    readonly id: number;
    readonly channel: string;
    readonly status: string;
    readonly reason: string | null;
    readonly attempts: number;
    readonly createdAt: Instant;
    /** When the change it reports was found. */
    readonly foundAt: Instant;
    /** The level that change led to. */
    readonly level: Level;
    readonly change: AlertChangeKind;
    readonly sentAt: Instant | null;
    readonly nextAt: Instant;
    /** The branch of the routes that led there, by its names then; null: none did. */
    readonly route: string | null;
    /** Why it stands in for a channel that could not; null: it was its own turn. */
    readonly standsIn: StandIn | null;
    /** When what a group holds is sent. */
    readonly dueAt: Instant | null;
    /** The silence that holds it, or held it. */
    readonly silenceId: number | null;
    /** Held, and to be sent when what holds it is over. */
    readonly owed: boolean;
    /** When it was sent after all, or was found not to need sending. */
    readonly releasedAt: Instant | null;
    /** Of the message that carried it together with others; null: none did. */
    readonly together: 'waiting' | 'sent' | 'failed' | 'held' | null;
  }[];
  /** The silence that keeps it from ringing now; null: none. */
  readonly silence: StandingSilence | null;
}
