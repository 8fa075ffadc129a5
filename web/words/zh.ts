import { zhClosed } from './zh-closed.ts';
import { zhCodes } from './zh-codes.ts';
import { zhDesk } from './zh-desk.ts';
import { zhFeedCare, zhFeedCodes } from './zh-feed-care.ts';
import { zhFindings } from './zh-findings.ts';
import { zhImport } from './zh-import.ts';
import { zhJobCodes, zhJobs } from './zh-jobs.ts';
import { zhLabels } from './zh-labels.ts';
import { zhOpml } from './zh-opml.ts';
import { zhReplay } from './zh-replay.ts';
import { zhResponse } from './zh-response.ts';
import { zhRisk, zhRiskCodes } from './zh-risk.ts';
import { zhSetup } from './zh-setup.ts';
import { zhStories } from './zh-stories.ts';
import { zhTrends } from './zh-trends.ts';

/** Every Chinese word of the pages. `en.ts` mirrors it key by key. */
export const zh = {
  ...zhDesk,
  ...zhSetup,
  ...zhLabels,
  ...zhClosed,
  ...zhImport,
  ...zhOpml,
  ...zhFeedCare,
  ...zhFindings,
  ...zhJobs,
  ...zhReplay,
  ...zhRisk,
  ...zhStories,
  ...zhTrends,
  codes: { ...zhCodes, ...zhResponse, ...zhFeedCodes, ...zhRiskCodes, ...zhJobCodes },
};
export type Words = typeof zh;
