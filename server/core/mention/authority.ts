import type { Voice } from './post.ts';

/** Authority of a voice, 0..1: component A of the risk index. */
export const AUTHORITY: Readonly<Record<Voice, number>> = {
  official: 1,
  central_media: 1,
  provincial_media: 0.8,
  hot_list: 0.8,
  big_account: 0.7,
  media: 0.65,
  complaint_platform: 0.5,
  review: 0.35,
  forum: 0.3,
  ordinary: 0.1,
  own: 0,
};

const CENTRAL =
  /(^|\.)(people\.com\.cn|people\.cn|news\.cn|xinhuanet\.com|cctv\.com|cctv\.cn|chinanews\.com(\.cn)?|gmw\.cn|ce\.cn|chinadaily\.com\.cn|youth\.cn)$/;

/** What the host name alone says about who speaks; null when it says nothing. */
export function voiceOfHost(host: string): Voice | null {
  const name = host.toLowerCase();
  if (/(^|\.)gov\.cn$/.test(name)) return 'official';
  return CENTRAL.test(name) ? 'central_media' : null;
}
