import { sentenceAt } from '../sentence-at.ts';

/** Games that are named without brackets. */
const GAMES = [
  '绝地求生',
  '和平精英',
  '王者荣耀',
  '英雄联盟',
  '原神',
  '狼人杀',
  '剧本杀',
  '三国杀',
  '第五人格',
  '植物大战僵尸',
  '僵尸围城',
  '生化危机',
  '刺客信条',
  '使命召唤',
  '明日方舟',
  '艾尔登法环',
] as const;
const TITLE = /《[^《》\n]{1,30}》/;
/** What is published and is no story: 《食品安全法》, 《晚报》. */
const PAPER =
  /(?:法|条例|办法|通知|公告|规定|规范|标准|合同|协议|意见|报告?|通报|函|[日晚早]报|周刊|新闻|声明|细则|指南)》/;
const TOLD_IN =
  /讲的|剧[情透]|结局|那[集段幕]|看[了完过哭]|重温|[重又]?[刷追]完?了?《|翻拍|真人版|第[\d一二三四五六七八九十]+[遍季集]|影评|豆瓣|演技|选角|角色|反派|反转|小说|片子|悬疑|原著|上映|通关/;
/** Somebody is hurt in earnest while it is played or shown. */
const REAL =
  /手机|电[池瓶]|充电|平板|电脑|片场|剧组|剧院|主演|店|餐|超市|商场|快递|[买吃喝住]到|住院|受伤|烧伤|被抓|拖欠|坍塌|楼[上下道]|电梯|路上|隔壁|邻居|馆(?:里|门口|着火|塌)|影院|我[妈爸家]|家里|有人|老人|孩子|1[12][09]|报警(?!器)|消防|救护车|送医|医院|急诊|结果|突然|真的|现实|新闻|吊灯|天花板|店员|老板|顾客/;

/** Whether a grave word belongs to a film, a book or a game that its sentence is about: 《消失的她》, 绝地求生. */
export function isOfWork(text: string, start: number, end: number): boolean {
  const titled = text.includes('《');
  const game = GAMES.find((name) => text.includes(name));
  if (!titled && game === undefined) return false;
  const sentence = sentenceAt(text, start);
  const title = titled ? TITLE.exec(sentence) : null;
  if (title !== null && !PAPER.test(title[0])) {
    const word = text.slice(start, end);
    if (title[0].includes(word) && sentence.replace(title[0], '').includes(word) === false) return true;
    return TOLD_IN.test(sentence) && !REAL.test(sentence.replace(title[0], ''));
  }
  if (game === undefined || !sentence.includes(game)) return false;
  // What else happens while somebody plays may be in earnest: 打原神的时候手机爆炸了.
  return game.includes(text.slice(start, end)) && !REAL.test(sentence.replace(game, ''));
}

const SUPPLY = /[停断没无缺水电气暖热冷冰网黑崩瘫卡灯败异挂断]|故障|抢修|信号|不了/;
const BEGINS = /(?:开始|正式|恢复|提前|启动)(?:供|送|通)[水电气暖热]/;
const FAILS = /停|断|没|不|无|坏|故障|漏|爆|冰|凉|冷/;

/** Whether something that is supplied may have failed: what the model of events finds without any of it is no outage. */
export function isOfSupply(text: string): boolean {
  return SUPPLY.test(text) && !(BEGINS.test(text) && !FAILS.test(text));
}
