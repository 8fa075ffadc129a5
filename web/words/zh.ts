import { zhAccounts } from './zh/accounts.ts';
import { zhClosed } from './zh/closed.ts';
import { zhCodes } from './zh/codes.ts';
import { zhDesk } from './zh/desk.ts';
import { zhDrills } from './zh/drills.ts';
import { zhDuty } from './zh/duty.ts';
import { zhErasures } from './zh/erasures.ts';
import { zhEverywhere } from './zh/everywhere.ts';
import { zhFeedCare, zhFeedCodes } from './zh/feed-care.ts';
import { zhFindings } from './zh/findings.ts';
import { zhForms } from './zh/forms.ts';
import { zhGrouping } from './zh/grouping.ts';
import { zhHandbook } from './zh/handbook.ts';
import { zhImport } from './zh/import.ts';
import { zhInterface } from './zh/interface.ts';
import { zhJobCodes, zhJobs } from './zh/jobs.ts';
import { zhLabels } from './zh/labels.ts';
import { zhLife, zhLifeCodes } from './zh/life.ts';
import { zhOpml } from './zh/opml.ts';
import { zhReplay } from './zh/replay.ts';
import { zhReports } from './zh/reports.ts';
import { zhResponse } from './zh/response.ts';
import { zhReviews } from './zh/reviews.ts';
import { zhRisk, zhRiskCodes } from './zh/risk.ts';
import { zhRoutes } from './zh/routes.ts';
import { zhService } from './zh/service-quality.ts';
import { zhSetup } from './zh/setup.ts';
import { zhSight } from './zh/sight.ts';
import { zhSilences } from './zh/silences.ts';
import { zhStandards } from './zh/standards.ts';
import { zhStatements } from './zh/statements.ts';
import { zhStories } from './zh/stories.ts';
import { zhSuggestions } from './zh/suggestions.ts';
import { zhSurveys } from './zh/surveys.ts';
import { zhSystem } from './zh/system.ts';
import { zhTemplates } from './zh/templates.ts';
import { zhTrends } from './zh/trends.ts';

/** Every Chinese word of the pages. `en.ts` mirrors it key by key. */
export const zh = {
  ...zhDesk,
  ...zhSetup,
  ...zhAccounts,
  ...zhLabels,
  ...zhClosed,
  ...zhImport,
  ...zhLife,
  ...zhOpml,
  ...zhDrills,
  ...zhDuty,
  ...zhEverywhere,
  ...zhForms,
  ...zhGrouping,
  ...zhHandbook,
  ...zhFeedCare,
  ...zhFindings,
  ...zhJobs,
  ...zhReplay,
  ...zhReports,
  ...zhReviews,
  ...zhRisk,
  ...zhRoutes,
  ...zhSight,
  ...zhService,
  ...zhSilences,
  ...zhErasures,
  ...zhStandards,
  ...zhSuggestions,
  ...zhSurveys,
  ...zhStatements,
  ...zhStories,
  ...zhInterface,
  ...zhSystem,
  ...zhTemplates,
  ...zhTrends,
  codes: { ...zhCodes, ...zhLifeCodes, ...zhResponse, ...zhFeedCodes, ...zhRiskCodes, ...zhJobCodes },
};
export type Words = typeof zh;
