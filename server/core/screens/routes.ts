import type { HoldReason } from '../alert/alert.ts';
import type { Grouping } from '../alert/grouping.ts';
import type { Route, RouteOutcome } from '../alert/route.ts';
import type { RouteFacts, Verdict } from '../alert/route-match.ts';
import type { Because } from '../alert/route-receivers.ts';
import type { Instant } from '../time.ts';

/** Who gets what, and what routes can name. */
export interface RoutesScreen {
  readonly routes: readonly Route[];
  /** Of the routes as they are: handed back when they are written. */
  readonly mark: string;
  readonly watches: readonly { readonly id: number; readonly name: string }[];
  readonly channels: readonly {
    readonly id: number;
    readonly name: string;
    readonly kind: string;
    readonly active: boolean;
  }[];
  /** Platforms that something was read from lately, or that a line names. */
  readonly platforms: readonly string[];
  /** How messages are put together where no line says otherwise. */
  readonly grouping: Grouping;
  readonly groupingMark: string;
  /** Whether there is an on-call chain to call. */
  readonly hasChain: boolean;
}

/** Which way an alert would go, and what would come of it; nothing was sent. */
export interface RouteTrial {
  readonly at: Instant;
  readonly facts: RouteFacts;
  /** Every route in the order of the outline. */
  readonly asked: readonly {
    readonly routeId: number;
    readonly outcome: RouteOutcome;
    readonly verdicts: readonly Verdict[];
  }[];
  readonly receivers: readonly RouteReceiver[];
}

export interface RouteReceiver {
  readonly channelId: number;
  readonly name: string;
  readonly kind: string;
  readonly because: readonly {
    readonly why: Because['why'];
    /** The branch by its names, from the top; empty: none. */
    readonly path: readonly string[];
    readonly person: string | null;
  }[];
  /** Why it would not ring; null: it would. */
  readonly held: HoldReason | null;
  /** Null: it cannot be written with the settings of the channel. */
  readonly message: { readonly subject: string; readonly text: string } | null;
}
