/** How a watch's risk is weighed and graded; no row: as shipped. */
export interface WatchSettingTable {
  watch_id: number;
  setting_json: string;
  /** Of `watch_setting_change`. */
  version: number;
  updated_at: number;
  updated_by: string;
}

/** Every setting a watch ever had, numbered from 1. Unique (watch_id, version). */
export interface WatchSettingChangeTable {
  watch_id: number;
  version: number;
  at: number;
  by: string;
  /** saved | reverted | reset */
  kind: string;
  note: string | null;
  setting_json: string;
}
