import { accountFlows } from './flows/accounts.ts';
import { alertPageFlows } from './flows/alert-page.ts';
import { decisionFlows } from './flows/decisions.ts';
import { drillFlows } from './flows/drills.ts';
import { expectationFlows } from './flows/expectations.ts';
import { feedPageFlows } from './flows/feed-page.ts';
import { feedFlows } from './flows/feeds.ts';
import { interfaceFlows } from './flows/interface.ts';
import { meanwhileFlows } from './flows/meanwhile.ts';
import { readingFlows } from './flows/reading.ts';
import { reportFlows } from './flows/reports.ts';
import { reviewFlows } from './flows/review.ts';
import { statementFlows } from './flows/statements.ts';
import { surveyFlows } from './flows/surveys.ts';
import { trendFlows } from './flows/trends.ts';
import { watchFlows } from './flows/watches.ts';
import { wordingFlows } from './flows/wording.ts';
import { stageUntilEnd } from './stage.ts';

const stage = stageUntilEnd();

readingFlows(stage);
trendFlows(stage);
alertPageFlows(stage);
statementFlows(stage);
expectationFlows(stage);
surveyFlows(stage);
reportFlows(stage);
decisionFlows(stage);
reviewFlows(stage);
drillFlows(stage);
meanwhileFlows(stage);
// What follows waits for the server more than it works, and nothing in it reads what another part writes.
feedFlows(stage);
feedPageFlows(stage);
watchFlows(stage);
wordingFlows(stage);
interfaceFlows(stage);
accountFlows(stage);
