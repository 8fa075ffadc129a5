/** Sentences that nobody doubts, with what they say; the lists alone and the whole reader must both know. */
export const NEGATED: readonly (readonly [string, -1 | 1])[] = [
  ['师傅不专业', -1],
  ['一点都不方便', -1],
  ['服务不错', 1],
  ['没毛病,挺好用', 1],
  ['不得不说这家店真好', 1],
  ['味道不怎么好', -1],
  ['从来没有失望过', 1],
  ['客服并不耐心', -1],
  ['没想到这么好用', 1],
  ['这次没踩雷', 1],
];

export const TURNED: readonly (readonly [string, -1 | 1])[] = [
  ['虽然贵,但是真的好用', 1],
  ['网速不错,但是客服太差了', -1],
  ['不愧是大公司,又停电了', -1],
  ['真是贴心呢,让我等了两个小时', -1],
  ['谢谢你们让我白跑一趟', -1],
  ['呵呵,好一个良心企业', -1],
  ['yyds个屁', -1],
  ['这也叫五星级服务?', -1],
  ['把用户当傻子', -1],
];
