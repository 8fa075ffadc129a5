import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { classifyWall } from '../../crawlers/walls.ts';
import { pageOf, readPayload } from '../support/read-payload.ts';

const EXPECTED: Readonly<Record<string, readonly [number, string]>> = {
  'aliyun-waf-200.constructed.html': [200, 'waf'],
  'baidu-security-200.constructed.html': [200, 'captcha'],
  'deleted-20101.retyped.json': [200, 'gone'],
  'error-352.constructed.json': [200, 'waf'],
  'error-412.constructed.json': [200, 'waf'],
  'forbidden.retyped.json': [200, 'forbidden'],
  'mweibo-container-empty.real.json': [200, 'empty-suspect'],
  'reddit-403-blocked.retyped.html': [403, 'forbidden'],
  'unauthenticated-403.constructed.html': [403, 'forbidden'],
  'wall-login-ok0.retyped.json': [200, 'login-wall'],
  'wall-needs-visitor-ok-100.retyped.json': [200, 'visitor-gate'],
  'wall-sina-visitor-system-200-gbk.real.html': [200, 'visitor-gate'],
  'weibo-432-empty.constructed.txt': [432, 'visitor-gate'],
  'zhihu-401.retyped.json': [401, 'login-wall'],
  'zhihu-403-unhuman.constructed.json': [403, 'captcha'],
};

test('the table names every recorded wall', () => {
  expect(readdirSync(new URL('../payloads/walls/', import.meta.url)).sort()).toEqual(
    Object.keys(EXPECTED).sort(),
  );
});

test.each(Object.entries(EXPECTED))('%s', (file, [status, wall]) => {
  expect(classifyWall(readPayload('walls', file, { status }))?.wall).toBe(wall);
});

test.each([
  [400, 'shape-changed'],
  [403, 'forbidden'],
  [404, 'gone'],
  [405, 'forbidden'],
  [422, 'shape-changed'],
  [429, 'rate-limited'],
  [418, 'visitor-gate'],
  [451, 'forbidden'],
])('status %i without a word is %s', (status, wall) => {
  expect(classifyWall(pageOf('', { status }))?.wall).toBe(wall);
});

test('a plain-text scolding with status 200 is rate-limited', () => {
  expect(classifyWall(pageOf('Please limit requests to one every 5 seconds or write to us.'))?.wall).toBe(
    'rate-limited',
  );
});

test('a redirect that ends at the visitor gate is the gate, whatever it says', () => {
  expect(
    classifyWall(pageOf('<html>', { url: 'https://passport.weibo.com/visitor/visitor?a=enter' }))?.wall,
  ).toBe('visitor-gate');
});

test.each([
  '<html><head><title>首页</title></head><body><script src="https://static.geetest.com/captcha.js"></script></body></html>',
  '<html><head><title>专家谈人脸身份验证的风险</title></head><body>正文</body></html>',
  '<rss><channel><title>安全验证</title><item><title>百度安全验证上线</title></item></channel></rss>',
  '{"ok":1,"data":{"cards":[{"text":"请登录后使用"}]}}',
])('a page that only talks about walls is none: %s', (body) => {
  expect(classifyWall(pageOf(body))).toBeNull();
});

test('a server in trouble is not a wall', () => {
  expect(classifyWall(pageOf('<html><title>502 Bad Gateway</title>', { status: 502 }))).toBeNull();
});

test('a row of comments is read in no time, whatever comes after it', () => {
  const comments = '<!-- -->'.repeat(500);
  expect(classifyWall(pageOf(`${comments}<p>正文`))).toBeNull();
  expect(classifyWall(pageOf(`${comments}<html><title>百度安全验证</title>`))).toMatchObject({
    wall: 'captcha',
  });
});
