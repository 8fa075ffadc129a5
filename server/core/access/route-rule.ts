import { OPEN, PUSH, READ } from './read-routes.ts';
import type { Role } from './role.ts';

/**
 * Who may use a route. `open`: anybody, also from outside. `push`: programs with an ingest token. `self`: whoever is
 * logged in, for what is their own.
 */
export type Need = 'open' | 'push' | 'self' | Role;

export interface RouteRule {
  readonly need: Need;
  /** Under which it stands in the log of who changed or took what; null: nothing worth logging. */
  readonly action: string | null;
}

const unauditedRoutes = (need: Need, routes: readonly string[]) =>
  routes.map((route) => [route, { need, action: null }] as const);
const auditedRoutes = (need: Need, actions: Readonly<Record<string, string>>) =>
  Object.entries(actions).map(([route, action]) => [route, { need, action }] as const);

/** Copies of what is here, to take away: they change nothing, but who took what is logged. */
const EXPORT = {
  'GET /mentions.csv': 'mention.export',
  'GET /mentions/evidence': 'mention.evidence',
  'GET /stories/:id/evidence': 'story.evidence',
  'GET /reports/:id/file': 'report.export',
  'GET /surveys/:id/figures.csv': 'survey.export',
};

const WORK = {
  'POST /alerts/:id/acknowledge': 'alert.acknowledge',
  'POST /alerts/:id/close': 'alert.close',
  'POST /alerts/:id/reopen': 'alert.reopen',
  'PUT /alerts/:id/verdict': 'alert.verdict',
  'POST /alerts/:id/lower': 'alert.lower',
  'PUT /alerts/:id/records': 'alert.record',
  'PUT /alerts/:id/steps/:playbook/:no': 'alert.step',
  'PUT /alerts/:id/templates/:template': 'alert.statement',
  'POST /alerts/:id/statements': 'statement.submit',
  'POST /alerts/:id/statements/:statement/decision': 'statement.decide',
  'POST /alerts/:id/statements/:statement/publish': 'statement.publish',
  'POST /alerts/:id/statements/:statement/publications/:publication/mark': 'statement.mark',
  'POST /alerts/:id/statements/:statement/publications/:publication/remove': 'statement.unpublish',
  'POST /alerts/:id/statements/:statement/withdraw': 'statement.withdraw',
  'PUT /alerts/:id/phase': 'alert.phase',
  'PUT /alerts/:id/assignee': 'alert.assign',
  'POST /alerts/:id/comments': 'alert.comment',
  'POST /mentions/:id/labels': 'label.add',
  'POST /mentions/:id/labels/undo': 'label.undo',
  'POST /labels/reread': 'label.reread',
  'POST /overlay/train': 'overlay.train',
  'POST /overlay/none': 'overlay.off',
  'POST /overlay/:id/use': 'overlay.use',
  'POST /stories/:id/merge': 'story.merge',
  'POST /stories/:id/split': 'story.split',
  'POST /stories/:id/move': 'story.move',
  'POST /stories/:id/rename': 'story.rename',
  'POST /stories/:id/undo': 'story.undo',
  'POST /annotations': 'annotation.add',
  'PUT /annotations/:id': 'annotation.change',
  'POST /annotations/:id/remove': 'annotation.remove',
  'PUT /alerts/:id/review': 'review.write',
  'POST /alerts/:id/measures': 'measure.add',
  'PUT /measures/:id': 'measure.change',
  'POST /measures/:id/remove': 'measure.remove',
  'POST /drills': 'drill.start',
  'POST /drills/:id/acts': 'drill.act',
  'POST /drills/:id/pause': 'drill.pause',
  'POST /drills/:id/resume': 'drill.resume',
  'POST /drills/:id/end': 'drill.end',
  'POST /drills/:id/remove': 'drill.remove',
  'POST /reports': 'report.make',
  'PUT /reports/:id': 'report.amend',
  'POST /reports/:id/remove': 'report.remove',
  'POST /fixes': 'fix.add',
  'POST /fixes/:id/remove': 'fix.remove',
  'POST /standards': 'standard.add',
  'PUT /standards/:id': 'standard.change',
  'POST /standards/:id/retire': 'standard.retire',
  'POST /surveys/files': 'survey.upload',
  'POST /surveys': 'survey.add',
  'PUT /surveys/:id': 'survey.change',
  'POST /surveys/:id/remove': 'survey.remove',
  'POST /watches/:id/crises': 'crisis.add',
  'POST /watches/:id/crises/:crisis/remove': 'crisis.remove',
  'POST /silences': 'silence.add',
  'POST /silences/:id/end': 'silence.end',
  'POST /devices': 'device.add',
};

/** A file of theirs on its way, of which nothing is kept yet. */
const WEIGH = ['POST /surveys/files/:id/inspect', 'DELETE /surveys/files/:id'];

/** They reach out into the world or into files of others, and leave nothing to log. */
const TRY = [
  'POST /feeds/preview',
  'POST /imports/:id/inspect',
  'GET /accounts',
  'GET /read-tokens',
  'GET /audit',
  'GET /audit/verify',
  'GET /erasures',
];

const SET_UP = {
  'POST /watches': 'watch.add',
  'PUT /watches/:id': 'watch.change',
  'DELETE /watches/:id': 'watch.remove',
  'PUT /watches/:id/risk-setting': 'risk.change',
  'POST /watches/:id/risk-setting/revert': 'risk.revert',
  'POST /watches/:id/risk-setting/reset': 'risk.reset',
  'POST /feeds': 'feed.add',
  'PUT /feeds/:id': 'feed.change',
  'DELETE /feeds/:id': 'feed.remove',
  'POST /feeds/:id/run': 'feed.run',
  'POST /feeds/:id/backfill': 'feed.backfill',
  'POST /feeds/:id/again': 'feed.again',
  'POST /feeds/:id/active': 'feed.switch',
  'POST /feeds/opml': 'feed.import',
  'POST /dead-jobs/replay': 'job.replay',
  'POST /dead-jobs/drop': 'job.drop',
  'POST /channels': 'channel.add',
  'PUT /channels/:id': 'channel.change',
  'DELETE /channels/:id': 'channel.remove',
  'POST /channels/:id/test': 'channel.test',
  'PUT /templates/all': 'template.change',
  'PUT /templates/:id': 'template.change',
  'DELETE /templates/all': 'template.remove',
  'DELETE /templates/:id': 'template.remove',
  'POST /templates/:id/test': 'template.test',
  'PUT /routes': 'route.change',
  'PUT /routes/grouping': 'route.grouping',
  'PUT /duty/chain': 'team.change',
  'POST /duty/chains': 'team.add',
  'PUT /duty/chains/:id': 'team.change',
  'DELETE /duty/chains/:id': 'team.remove',
  'POST /duty/people': 'person.add',
  'PUT /duty/people/:id': 'person.change',
  'DELETE /duty/people/:id': 'person.remove',
  'PUT /duty/policy': 'duty.policy',
  'POST /duty/swaps': 'swap.add',
  'DELETE /duty/swaps/:id': 'swap.remove',
  'POST /imports': 'import.upload',
  'POST /imports/:id/start': 'import.start',
  'POST /imports/:id/withdraw': 'import.withdraw',
  'POST /imports/:id/remember': 'mapping.keep',
  'POST /mentions/:id/erase': 'post.erase',
  'DELETE /imports/:id': 'import.remove',
  'DELETE /import-mappings/:id': 'mapping.remove',
  'POST /ingest-tokens': 'token.add',
  'DELETE /ingest-tokens/:id': 'token.revoke',
  'POST /read-tokens': 'read-token.add',
  'DELETE /read-tokens/:id': 'read-token.revoke',
  'POST /accounts': 'account.add',
  'PUT /accounts/:id/role': 'account.role',
  'POST /accounts/:id/password': 'account.password',
  'POST /accounts/:id/active': 'account.switch',
  'POST /accounts/:id/sessions/end': 'account.end-sessions',
  'DELETE /accounts/:id': 'account.remove',
};

/** Every route of the API by method and pattern. A test holds it against the routes there are. */
export const ROUTE_RULES: ReadonlyMap<string, RouteRule> = new Map<string, RouteRule>([
  ...unauditedRoutes('open', OPEN),
  ...unauditedRoutes('push', PUSH),
  // Only the device itself knows the address it is notified at.
  ...auditedRoutes('self', {
    'POST /account/password': 'account.own-password',
    'POST /devices/leave': 'device.leave',
  }),
  ...unauditedRoutes('viewer', READ),
  ...auditedRoutes('member', EXPORT),
  // Addresses in it may hold keys in their paths, without which they lead nowhere.
  ...auditedRoutes('admin', { 'GET /feeds.opml': 'feed.export', 'GET /audit.csv': 'audit.export' }),
  ...auditedRoutes('member', WORK),
  ...unauditedRoutes('member', WEIGH),
  ...unauditedRoutes('admin', TRY),
  ...auditedRoutes('admin', SET_UP),
]);
