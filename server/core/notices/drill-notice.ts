import type { NoticeView } from '../message/notice.ts';
import type { Instant } from '../time.ts';

/** A drill begins; sent to whoever takes part. */
export interface DrillNotice {
  readonly drill: {
    readonly id: number;
    readonly title: string;
    readonly by: string;
    readonly speed: number;
    readonly minutes: number;
  };
  readonly at: Instant;
}

/** Stands before everything that is said of a drill, so that nobody takes any of it for real. */
export const DRILL_MARK = '【演练】';

/** No level and no alert; each line says for itself that it is a drill, also where only one of them is shown. */
export function drillView({ drill, at }: DrillNotice, baseUrl: string): NoticeView {
  const { id, title, by, speed, minutes } = drill;
  const lasts = Math.max(1, Math.round(minutes / speed));
  const clock = speed === 1 ? `全程 ${minutes} 分钟` : `演练时钟 ${speed} 倍速，现实约 ${lasts} 分钟`;
  const lines = [
    `${by}发起了演练“${title}”，${clock}。`,
    '以下都是虚构的：不要转发，不要对外回应，真实的预警照常处理。',
  ];
  return {
    event: 'drill',
    subject: `${DRILL_MARK}${title}`,
    lines: lines.map((line) => DRILL_MARK + line),
    feeds: [],
    link: new URL(`/drills/${id}`, baseUrl).href,
    at,
  };
}
