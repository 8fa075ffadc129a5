/** Who may import whom. `test/architecture.test.ts` runs it; the rooms are described in README.md. */

const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from,
  to: { path: '^(server|crawlers|web|test)/', pathNot: allowed },
});

const onlyFrom = (name, library, from) => ({
  name: `${name}-in-one-place`,
  severity: 'error',
  from: { path: '^(server|crawlers)/', pathNot: from },
  to: { path: `node_modules/${library}/` },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'product-free-of-tests',
      severity: 'error',
      from: { path: '^(server|crawlers|web)/' },
      to: { path: '^test/' },
    },
    only('core-is-pure', { path: '^server/core/' }, '^server/core/'),
    {
      name: 'core-has-no-library',
      severity: 'error',
      from: { path: '^server/(core|notifiers/shared)/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional'] },
    },
    {
      name: 'core-does-no-io',
      comment: 'no clock, no files, no network; node:crypto hashes are arithmetic',
      severity: 'error',
      from: { path: '^server/(core|notifiers/shared)/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    only(
      'sources-see-core-and-crawler-reading',
      { path: '^crawlers/sources/' },
      '^(server/core/|crawlers/(?!sources/|polite/))',
      'never a sibling',
    ),
    only(
      'crawler-reading-sees-core',
      { path: '^crawlers/(?!sources/|polite/)' },
      '^(server/core/|crawlers/(?!sources/|polite/))',
    ),
    only(
      'polite-sees-core',
      { path: '^crawlers/polite/' },
      '^(server/core/|crawlers/polite/|crawlers/(urls|walls)\\.ts$)',
    ),
    only(
      'plugins-see-core',
      { path: '^server/(detectors|playbooks|scenarios)/' },
      '^server/core/',
      'never a sibling',
    ),
    only(
      'notifiers-see-core-and-what-they-share',
      { path: '^server/notifiers/' },
      '^server/(core|notifiers/shared)/',
      'never a sibling',
    ),
    only('text-sees-core', { path: '^server/text/' }, '^server/(core|text)/'),
    only('stories-see-core', { path: '^server/stories/' }, '^server/(core|stories)/'),
    only('db-sees-core', { path: '^server/db/' }, '^server/(core|db)/'),
    only(
      'migrations-are-frozen',
      { path: '^server/db/migrations/' },
      '^server/db/engine/(ddl|engine)\\.ts$',
      'a migration imports nothing of ours but how each engine writes it',
    ),
    only(
      'flows-decide-with-core-and-db',
      { path: '^server/flows/' },
      '^server/(core|db|text|stories|flows)/',
    ),
    {
      name: 'flows-and-http-do-not-open-databases',
      severity: 'error',
      from: { path: '^server/(flows|http)/' },
      to: { path: '^server/db/(engine/(open|lock)|migrate)\\.ts$' },
    },
    only(
      'http-is-thin',
      { path: '^server/http/' },
      '^server/(core|db|flows|reports|http)/|^server/version\\.ts$',
    ),
    only('queue-and-bus', { path: '^server/(queue|bus)/' }, '^server/(core|db|queue|bus)/'),
    only('reports-see-core', { path: '^server/reports/' }, '^server/(core|reports)/'),
    {
      name: 'only-the-top-starts-things',
      severity: 'error',
      from: {
        path: '^server/(core|text|stories|db|flows|http|queue|bus|reports|detectors|notifiers|playbooks|scenarios)/|^crawlers/',
      },
      to: { path: '^server/(runtime|main|config|plugins)\\.ts$|^server/(cli|demo|worker)/' },
    },
    only('web-sees-the-server-through-api', { path: '^web/', pathNot: '^web/api/' }, '^web/'),
    {
      name: 'web-api-is-types-only',
      severity: 'error',
      from: { path: '^web/api/' },
      to: { path: '^server/', dependencyTypesNot: ['type-only'] },
    },
    onlyFrom('nodejieba', 'nodejieba', '^server/text/words/jieba\\.ts$'),
    onlyFrom('node-cron', 'node-cron', '^server/worker/schedule\\.ts$'),
    onlyFrom('better-sqlite3', 'better-sqlite3', '^server/db/engine/(open|lock)\\.ts$'),
    onlyFrom('kysely', 'kysely', '^server/db/'),
    onlyFrom('pg-boss', 'pg-boss', '^server/queue/'),
    onlyFrom('pg', 'pg', '^server/(db/engine/(open-postgres|copy-in|quick-client)|bus/)'),
    onlyFrom('hono', '(hono|@hono)', '^server/(http/|runtime\\.ts$)'),
    onlyFrom('undici', 'undici', '^(crawlers/polite/|server/net/notifier-io\\.ts$)'),
    onlyFrom('nodemailer', 'nodemailer', '^server/net/mail-out\\.ts$'),
    onlyFrom('pino', 'pino', '^server/log\\.ts$'),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(web/dist|data)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
