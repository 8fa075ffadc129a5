import { zhClosed } from './zh-closed.ts';
import { zhCodes } from './zh-codes.ts';
import { zhDesk } from './zh-desk.ts';
import { zhFeedCare, zhFeedCodes } from './zh-feed-care.ts';
import { zhImport } from './zh-import.ts';
import { zhLabels } from './zh-labels.ts';
import { zhOpml } from './zh-opml.ts';
import { zhResponse } from './zh-response.ts';
import { zhSetup } from './zh-setup.ts';

/** Every Chinese word of the pages. `en.ts` mirrors it key by key. */
export const zh = {
  ...zhDesk,
  ...zhSetup,
  ...zhLabels,
  ...zhClosed,
  ...zhImport,
  ...zhOpml,
  ...zhFeedCare,
  codes: { ...zhCodes, ...zhResponse, ...zhFeedCodes },
};
export type Words = typeof zh;
