import { enAccounts } from './en/accounts.ts';
import { enClosed } from './en/closed.ts';
import { enCodes } from './en/codes.ts';
import { enDesk } from './en/desk.ts';
import { enDrills } from './en/drills.ts';
import { enDuty } from './en/duty.ts';
import { enErasures } from './en/erasures.ts';
import { enEverywhere } from './en/everywhere.ts';
import { enFeedCare, enFeedCodes } from './en/feed-care.ts';
import { enFindings } from './en/findings.ts';
import { enForms } from './en/forms.ts';
import { enGrouping } from './en/grouping.ts';
import { enHandbook } from './en/handbook.ts';
import { enImport } from './en/import.ts';
import { enInterface } from './en/interface.ts';
import { enJobCodes, enJobs } from './en/jobs.ts';
import { enLabels } from './en/labels.ts';
import { enLife, enLifeCodes } from './en/life.ts';
import { enOpml } from './en/opml.ts';
import { enReplay } from './en/replay.ts';
import { enReports } from './en/reports.ts';
import { enResponse } from './en/response.ts';
import { enReviews } from './en/reviews.ts';
import { enRisk, enRiskCodes } from './en/risk.ts';
import { enRoutes } from './en/routes.ts';
import { enService } from './en/service-quality.ts';
import { enSetup } from './en/setup.ts';
import { enSight } from './en/sight.ts';
import { enSilences } from './en/silences.ts';
import { enStandards } from './en/standards.ts';
import { enStatements } from './en/statements.ts';
import { enStories } from './en/stories.ts';
import { enSuggestions } from './en/suggestions.ts';
import { enSurveys } from './en/surveys.ts';
import { enSystem } from './en/system.ts';
import { enTemplates } from './en/templates.ts';
import { enTrends } from './en/trends.ts';
import type { Words } from './zh.ts';

/** The English mirror of `zh.ts`: the compiler and a test keep the keys the same. */
export const en: Words = {
  ...enDesk,
  ...enSetup,
  ...enAccounts,
  ...enLabels,
  ...enClosed,
  ...enImport,
  ...enLife,
  ...enOpml,
  ...enDrills,
  ...enDuty,
  ...enEverywhere,
  ...enForms,
  ...enGrouping,
  ...enHandbook,
  ...enFeedCare,
  ...enFindings,
  ...enJobs,
  ...enReplay,
  ...enReports,
  ...enReviews,
  ...enRisk,
  ...enRoutes,
  ...enSight,
  ...enService,
  ...enSilences,
  ...enErasures,
  ...enStandards,
  ...enSuggestions,
  ...enSurveys,
  ...enStatements,
  ...enStories,
  ...enInterface,
  ...enSystem,
  ...enTemplates,
  ...enTrends,
  codes: { ...enCodes, ...enLifeCodes, ...enResponse, ...enFeedCodes, ...enRiskCodes, ...enJobCodes },
};
