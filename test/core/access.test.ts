import { describe, expect, test } from 'vitest';
import { nameFault, nameKey, tidyName } from '../../server/core/access/account-name.ts';
import { type AuditEntry, detailOf, sealOf } from '../../server/core/access/audit.ts';
import { passwordFault, tidyPassword } from '../../server/core/access/password.ts';
import { mayAs, ROLES } from '../../server/core/access/role.ts';
import { matchRoute } from '../../server/core/access/route-match.ts';
import { ROUTE_RULES } from '../../server/core/access/route-rule.ts';

test('each role may do what the lesser ones may', () => {
  const may = ROLES.map((role) => ROLES.filter((needed) => mayAs(role, needed)));
  expect(may).toEqual([['viewer'], ['viewer', 'member'], ['viewer', 'member', 'admin']]);
});

describe('which role a request takes', () => {
  const need = (method: string, path: string) => matchRoute(method, path)?.rule.need ?? null;

  test.each([
    ['GET', '/overview', 'viewer'],
    ['HEAD', '/overview', 'viewer'],
    ['GET', '/mentions.csv', 'member'],
    ['GET', '/mentions/evidence', 'member'],
    ['POST', '/alerts/7/acknowledge', 'member'],
    ['PUT', '/alerts/7/steps/heating/3', 'member'],
    ['POST', '/watches/preview', 'viewer'],
    ['PUT', '/watches/7', 'admin'],
    ['POST', '/watches/7/crises', 'member'],
    ['POST', '/ingest/vendor', 'push'],
    ['POST', '/account/password', 'self'],
    ['GET', '/audit', 'admin'],
    ['GET', '/health', 'open'],
  ])('%s %s: %s', (method, path, wanted) => expect(need(method, path)).toBe(wanted));

  test('what is written out goes before what has a name in its place', () => {
    expect(matchRoute('GET', '/feeds/incidents')?.params).toEqual({});
    expect(matchRoute('PUT', '/templates/all')?.params).toEqual({});
    expect(matchRoute('POST', '/watches/7/crises/9/remove')?.params).toEqual({ id: '7', crisis: '9' });
  });

  test('none that is not known, however near', () => {
    for (const path of [
      '/overview/',
      '//overview',
      '/Overview',
      '/alerts/7/acknowledge/',
      '/watches//crises',
      '',
    ])
      expect(need('GET', path) ?? need('POST', path)).toBeNull();
    expect(need('DELETE', '/overview')).toBeNull();
    expect(need('OPTIONS', '/overview')).toBeNull();
  });

  test('whatever only reads is told of nowhere, but what is taken away; what a viewer may do changes nothing', () => {
    for (const [route, { need: taken, action }] of ROUTE_RULES) {
      const isRead = route.startsWith('GET ');
      const leaves = isRead && (taken === 'member' || /\.(opml|csv)$/.test(route));
      if (leaves) expect(action, route).toMatch(/\.(export|evidence)$/);
      else if (isRead || taken === 'viewer') expect(action, route).toBeNull();
    }
  });
});

describe('names', () => {
  test('one name has many spellings', () => {
    expect(tidyName('  王  敏 ')).toBe('王 敏');
    expect(nameKey('ＷＡＮＧ Min')).toBe(nameKey('wang  min'));
  });

  test.each([
    ['', false],
    ['…', false],
    ['管理令牌', false],
    ['命令行', false],
    ['a\u200bb', false],
    ['王'.repeat(41), false],
    ['王敏', true],
    ["O'Neil 3", true],
  ])('%j can be a name: %j', (name, can) => expect(nameFault(tidyName(name)) === null).toBe(can));
});

describe('passwords', () => {
  test.each([
    ['short', '九个字的口令不够长'],
    [null, '十个字的口令刚好够长'],
    ['long', 'x1'.repeat(101)],
    [null, 'x1'.repeat(100)],
    ['name', 'WANG MIN LI'],
    ['common', 'Password123'],
    ['common', '••••••••••••'],
    [null, 'a quiet harbour'],
  ])('%s: %s', (fault, password) => expect(passwordFault(password, 'Wang Min Li')).toBe(fault));

  test('are the same however letters are composed', () => {
    expect(tidyPassword('cafe\u0301 Ｎoir')).toBe(tidyPassword('café Noir'));
  });
});

describe('the log of changes', () => {
  const entry: AuditEntry = {
    at: 1,
    who: '王敏',
    role: 'member',
    action: 'alert.close',
    objectId: '7',
    detail: 'verdict=closed',
  };

  test('a seal is of all that a row says and of the row before', () => {
    const seals = [
      sealOf('', entry),
      sealOf('x', entry),
      sealOf('', { ...entry, at: 2 }),
      sealOf('', { ...entry, who: '李雷' }),
      sealOf('', { ...entry, role: null }),
      sealOf('', { ...entry, action: 'alert.lower' }),
      sealOf('', { ...entry, objectId: null }),
      sealOf('', { ...entry, detail: '' }),
    ];
    expect(new Set(seals).size).toBe(seals.length);
    expect(sealOf('', { ...entry })).toBe(seals[0]);
  });

  test('names and choices are told, and nothing else of a body', () => {
    const settings = { url: 'https://hook.example/secret' };
    expect(detailOf({ name: ' 客服群 ', settings, token: 'x', password: 'y', active: false, to: 5 })).toBe(
      'name=客服群\nactive=false',
    );
    expect(detailOf({ title: `a\nb${'长'.repeat(100)}` })).toBe(`title=a b${'长'.repeat(77)}`);
    expect(detailOf({ done: true, no: 9 }, { id: '4', playbook: 'PB03', no: '2', template: ' ' })).toBe(
      'playbook=PB03\nstep=2\ndone=true',
    );
    expect([detailOf(null), detailOf([1]), detailOf('x'), detailOf({ name: {} })]).toEqual(['', '', '', '']);
  });
});
