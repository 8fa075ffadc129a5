import type { Barrier } from '../walls.ts';
import { isFactLine } from './lines.ts';

/** Real articles can quote such sentences; a page that stands for one is short. */
export const SHORT_PAGE = 400;
const GONE =
  /^(?:404|出错[了啦]|(?:很|非常|十分)?抱歉|对不起)?[\s,，!！:：-]*(?:(?:您|你)?所?(?:要|想要?)?(?:访问|查看|请求|浏览|查找|打开|指定)的)?(?:页面|网页|文章|内容|信息|帖子|新闻|主题|贴子)(?:已经?)?(?:不存在|未找到|找不到|被?(?:删除|屏蔽)|下[线架]|失效|飞走了|走丢了)|^404(?:$|\D)|该(?:内容|文章|信息)已被(?:发布者)?(?:删除|下线)|^(?:page )?not found/i;
/** Only for now, or by those who keep the board: said in a line of its own. */
const WITHHELD =
  /^(?:[\s,，!！]|很?抱歉|对不起)*(?:(?:该|此|本|您访问的)?(?:信息|内容|帖子|主题|文章|页面)正在(?:被?审核|审核中)|来晚[了啦][,，!！\s]*(?:帖子|主题|内容|文章|页面)|内容违规[,，\s]*已被屏蔽)/;
/** What a note may say besides that a page is gone. */
const GONE_END =
  /^(?:或(?:者)?(?:已|正在)?被?(?:删除|屏蔽|移动|下[线架]|审核)|[了啦])*[\s。.!！~～]*(?:[-_|—–].*)?$/;
/** Said to nobody: people write of what was taken down, too. */
const GONE_PLAIN = /^[\s,，!！:：-]*(?:页面|网页|文章|内容|信息|帖子|新闻|主题|贴子|404)/;
const GONE_DOUBTFUL = /主题|贴子|(?<!已经?)(?:被(?:删除|屏蔽)|下架)|(?<![被已经])(?:删除|屏蔽)/;
const LOGIN =
  /(?:请先?|需要?)登[录陆](?:后|再)?(?:查看|阅读|访问|继续|浏览)|登[录陆](?:后|即可)(?:查看|阅读)(?:全文|更多|完整)|所在的用户组[^。\n]{0,10}无法|要求阅读权限/;
/** What complaints about an app say, too: only a note that speaks to the reader and of nobody else is a door. */
const LOGIN_NOTE =
  /(?:请先?|需要?)登[录陆](?:后|再|才(?:可以|能))?(?:查看|阅读|访问|继续|浏览|下载|进行)|没有(?:权限)?(?:阅读|访问|浏览|查看)(?:该|此|本)(?:版块|板块|主题|帖子|页面|内容)(?:的?权限|$|[，。,.!！])/;
const MAX_NOTE_LENGTH = 40;
const OF_ONESELF = /我|咱|小程序|app|客服|可是|却|结果|一直|怎么|为什么|[!！]{2}/i;
/** What a forum or a content system names the page that it puts in the place of any other. */
const NOTICE = /^(?:系统|信息|错误|出错|操作|消息)?提示(?:信息|消息|页面?)?(?:\s*[-_|—–].*)?$/;

/** A sentence or two of a wall. */
const MAX_WALL_TEXT_LENGTH = 200;
/** What a wall says of itself, the clearest first. */
const SAID: readonly (readonly [RegExp, Barrier['wall']])[] = [
  [
    /(?:输入|填写|完成|通过|进行|点击|拖动|按住)[^。！!？?\n]{0,14}(?:验证|滑块|拼图)|(?:人机|滑[动块]|安全|身份)验证|验证(?:后|通过|成功)[^。！!？?\n]{0,6}(?:继续|访问)/,
    'captcha',
  ],
  [
    /(?:频繁|频率(?:过|太)?[高快]|频次(?:过|太)?[高快]|次数(?:过|太)多|(?:操作|访问|请求|点击|刷新|查询)得?(?:过|太)[快多])|too many requests|rate limit/i,
    'rate-limited',
  ],
  [
    /异常(?:的)?(?:访问|请求|流量|行为|操作)|(?:访问|请求|流量|网络(?:环境)?|行为|操作)(?:存在|出现)?(?:异常|不合法)|安全(?:检查|检测|策略|防护)|检查您?的?浏览器|(?:验证|确认)您是否|(?:检测到|疑似)爬虫|(?:黑客|恶意|网络|疑似)[^。！!\n]{0,4}攻击|(?:已被|被|予以|设置|进行)?拦截|(?:请求|访问|IP)[^。！!\n]{0,10}(?:被|已)(?:被)?(?:拦截|拒绝|阻断|封禁|限制|屏蔽|禁止)|access denied/i,
    'waf',
  ],
  [
    /(?:系统|网站|站点|服务|服务器|平台|页面)[^。！!，,\n]{0,8}(?:维护|升级|繁忙|过载|不可用)|(?:访问|请求|在线)(?:人数|量)(?:过|太)[多大]|(?:维护|升级)中/,
    'rate-limited',
  ],
];
/** A wall speaks to whoever came. */
const TO_READER =
  /[您你](?!们)|请(?:先|勿|稍|重试|刷新|输入|填写|完成|通过|进行|点击|拖动|按住|联系(?:网站|站点|系统)?管理|检查|返回|降低|减少|过|休息|使用|更换|关闭|开启|等待|耐心等待|确认[您你]?(?:是|不是))|稍[后候]|(?:继续|重新|再次?)(?:访问|浏览|打开|尝试)|自动(?:跳转|进入)|敬请谅解|please|try again/i;
/** An article speaks of somebody, of a day, of what was said. */
const OF_OTHERS =
  /[「『"“《]|记者|编辑|本报|网友|居民|市民|业主|用户|乘客|家长|学生|老人|读者|公司|集团|银行|医院|学校|法院|警方|公安|部门|有关方面|负责人|工作人员|人士|专家|政府|通报|发布|宣布|公告|通知|表示|称[，,：:]|回应|反映|投诉|(?<!温馨)提醒|介绍|透露|指出|报道|获悉|认为|调查|近日|日前|昨[日天晚]|今[日天晚起]|明[日天]|本[周月]|上[周月]|\d\s*[年月日]|\d{1,2}\s*[:：]\s*\d\d|星期|周[一二三四五六日末]|已(?:经)?(?:恢复|修复|结束)/;
/** Addresses, marks and times by which a wall can be looked up. */
const LOOKED_UP =
  /(?:(?:您|你)的\s*)?(?:IP|客户端)(?:\s*地址)?\s*(?:是|为|[:：])\s*[\da-f.:]{3,45}|(?:(?:当前|访问|拦截|请求|触发)时间|time)\s*[:：]?\s*\d{4}[\d\s年月日:：T./+-]*|(?:事件|请求|拦截|追踪|request|trace|event|ray)[\s_-]*(?:id|编号|号)\s*[:：]?\s*[\w-]+|(?:错误|状态)(?:代)?码\s*[:：]?\s*\d+|https?:\/\/\S+/gi;
/** How walls greet, and the buttons that they name. */
const MANNERS =
  /(?:尊敬|亲爱)的(?:用户|客户|网友|读者|访客)|(?:点击|按住?|输入|选择|勾选|下方)\s*["“「『][^"”」』]{1,12}["”」』]/g;
/** All that a wall is made of: what is left of an article without it is the article. */
const STOCK =
  /您好|[您你]|抱歉|对不起|提示|信息|错误|温馨|系统|网站|站点|网页|页面|平台|服务器?|浏览器|网络|环境|账号|当前|正在|本次|由于|因为?|为了?|检测到?|发现|存在|疑似|过于|频繁|频率|过[高快多]|太[高快多]|次数|操作|请求|访问|浏览|行为|流量|异常|安全|检查|人机|身份|滑[动块]|验证码?|输入|完成|填写|点击|拖动|按钮|图中|下方|的|已被|已|被|管理员?|设置|拦截|拒绝|限制|禁止|黑客|恶意|攻击|维护|升级|繁忙|暂停|暂时|无法|不便|给|带来|敬请|谅解|请|稍[后候等]|再试|重试|再次?|重新|尝试|刷新|继续|后|自动|跳转|返回|首页|联系|IP|地址|中|将|了|到|和|或|与|是|一下|分钟|秒|一段时间|休息|进行|预计|期间|URL|得|可能|造成|威胁|阻断|参数|不合法|合法|原因|提交|内容|包含|危险|真人|爬虫|机器人|需要|权限|保障|确认|等待|检测|技术|改造|优化|期待|再来|几|还|没有|至|于|年|月|日|时|恢复|[\s\p{P}\p{S}\d]/giu;
const FEW = 6;
/** As much of a wall may be words of its own. */
const OWN_SHARE = 0.25;

/**
 * Names what stands in an article's place: a note that it is gone, a door, a wall with status 200. Only short pages
 * are one, and only such as speak to whoever came and of nobody else: news of a wall is news.
 * @param whole the page's own title
 * @param title as it was read
 * @param lines the page's visible lines
 * @param own those without the links in them
 * @param text the article as it was found, null where there is none
 */
export function standIn(
  whole: string,
  title: string,
  lines: readonly string[],
  own: readonly string[],
  text: string | null,
): Barrier | null {
  const words = lines.join('\n');
  const isPost = lines.some(isPublished);
  if (isGone(title, isPost) || isGone(whole, isPost))
    return { wall: 'gone', detail: `page titled "${whole || title}"` };
  const isShort = words.length <= SHORT_PAGE;
  // With the site's menus around it a note is no short page, but little stands there that is no link.
  const isNote = !isPost && own.join('\n').length <= MAX_WALL_TEXT_LENGTH;
  if (!isShort && !isNote) return null;
  const barred = barredBy(isShort ? lines : own, isPost);
  if (barred !== null) return barred;
  if (isPost) return null;
  // Where nothing looks like an article, each line may be the wall, whatever the site puts around it.
  const places = text === null ? [words, ...lines] : [text, words];
  for (const said of isShort ? places : own) {
    const wall = wallSaid(whole, said);
    if (wall !== null) return wall;
  }
  return NOTICE.test(whole) ? { wall: 'gone', detail: oneLine(own.join(' ')) } : null;
}

function barredBy(lines: readonly string[], isPost: boolean): Barrier | null {
  const gone = lines.find((line) => isGone(line, isPost) || WITHHELD.test(line));
  if (gone !== undefined) return { wall: 'gone', detail: oneLine(gone) };
  const login = LOGIN.exec(lines.join('\n'))?.[0] ?? lines.find(isLoginNote);
  return login === undefined ? null : { wall: 'login-wall', detail: login };
}

/** Whether a title or a line says that the page is gone, and is not how a post about such a thing begins. */
function isGone(line: string, isPost: boolean): boolean {
  const found = GONE.exec(line);
  if (found === null) return false;
  const rest = line.slice(found.index + found[0].length);
  if (/^[?？]/.test(rest)) return false;
  if (!GONE_PLAIN.test(found[0])) return true;
  const isDoubtful = GONE_DOUBTFUL.test(found[0]);
  if (GONE_END.test(rest)) return !(isDoubtful && isPost);
  return !isDoubtful && (!isPost || TO_READER.test(line));
}

function isLoginNote(line: string): boolean {
  const isAddressed = TO_READER.test(line) || /请先?登/.test(line);
  const isOfOthers = OF_OTHERS.test(line) || OF_ONESELF.test(line);
  return line.length <= MAX_NOTE_LENGTH && isAddressed && !isOfOthers && LOGIN_NOTE.test(line);
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 100);

/** A line of when and by whom, as articles have it; a wall may show the time as well. */
function isPublished(line: string): boolean {
  return !/今天是|现在是|农历/.test(line) && isFactLine(line.replace(LOOKED_UP, ''));
}

function wallSaid(whole: string, text: string): Barrier | null {
  if (text === '' || text.length > MAX_WALL_TEXT_LENGTH) return null;
  const said = text.replace(LOOKED_UP, '').replace(MANNERS, '点击');
  const all = `${whole}\n${said}`;
  const found = SAID.find(([words]) => words.test(all));
  if (found === undefined) return null;
  const own = said.replace(STOCK, '').length;
  const isAddressed = own <= said.length * OWN_SHARE && TO_READER.test(said) && !OF_OTHERS.test(all);
  const isWall = own <= FEW || isAddressed;
  return isWall ? { wall: found[1], detail: oneLine(text) } : null;
}
