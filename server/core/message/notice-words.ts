import type { RunFailure } from '../feed/feed.ts';
import type { Outage } from '../feed/feed-incident.ts';
import type { Wall } from '../feed/source.ts';

/** What is wrong, and what a person can do about it. */
type Words = readonly [what: string, next: string];

const WALL_WORDS: Readonly<Record<Wall, Words>> = {
  'login-wall': ['对方要求登录', '听潮不绕过登录：换成公开页面，或改用导入、推送。'],
  captcha: ['对方要求验证码', '听潮不破解验证码：放慢间隔；一直如此就换一个公开来源。'],
  waf: ['被对方的防护拦截', '先放慢间隔；一直如此，请对方放行听潮的 User-Agent。'],
  'visitor-gate': ['对方要先验明访客', '听潮不伪造访客身份：换一个公开来源，或改用导入、推送。'],
  forbidden: ['对方拒绝访问', '在浏览器里打开原页面，看是否仍然公开。'],
  'rate-limited': ['访问过于频繁，被对方限速', '把间隔调长；系统已按对方要求的时间等待。'],
  gone: ['页面已不存在', '找到新地址，改在来源的设置里。'],
  'robots-disallowed': ['对方的 robots 规则不允许', '换一个允许读取的页面，或取得对方许可。'],
  'not-a-feed': ['返回的不是订阅源', '核对订阅地址。'],
  'not-json': ['返回的不是数据', '接口可能换了，核对地址。'],
  malformed: ['内容残缺', '多半是传输中断，系统会继续重试。'],
  'shape-changed': ['页面结构变了', '升级听潮，或向项目反馈。'],
  'empty-body': ['返回空页面', '在浏览器里打开原页面，看是否真的没有内容。'],
  'empty-suspect': ['一向有内容，现在接连为空，可能被悄悄拦截', '在浏览器里打开原页面，看是否真的没有内容。'],
  'too-large': ['页面过大', '换一个更小的页面或订阅源。'],
  'entity-bomb': ['内容含恶意结构，已停止读取', '不要再读这个地址，并告知对方。'],
};

const FAILURE_WORDS: Readonly<Record<RunFailure, Words>> = {
  timeout: ['对方超时没有回应', '系统会继续重试；一直如此，检查本机网络。'],
  dns: ['域名无法解析', '核对地址里的域名，检查本机的 DNS。'],
  refused: ['连接被拒绝', '对方可能停机，系统会继续重试。'],
  reset: ['连接中途断开', '系统会继续重试。'],
  tls: ['证书有问题，连接不安全', '核对地址；证书过期要由对方更换。'],
  'private-address': ['地址在内网，默认不读', '确需读取，把主机写进 TINGCHAO_ALLOW_PRIVATE。'],
  'too-many-redirects': ['跳转过多', '在浏览器里打开，改用最终地址。'],
  'too-large': ['页面过大', '换一个更小的页面或订阅源。'],
  'bad-url': ['地址有误', '核对来源的设置。'],
  'server-error': ['对方服务器出错', '系统会继续重试。'],
  'circuit-open': ['这个主机拦下过我们、接连出错或要求更长的间隔，暂停访问', '到时系统会先试探一次。'],
  aborted: ['读取被中止', '系统会继续重试。'],
  'no-source': ['没有这种来源了', '删除这个来源，或装回它的文件。'],
  'source-fault': ['来源的程序出错', '升级听潮，或向项目反馈。'],
  'store-fault': ['读到了，没能存下来', '看系统页：磁盘是否已满，数据库是否可写。'],
};

const OUTAGE_WORDS: Readonly<Record<Outage, Words>> = {
  walled: ['被对方拦下', '打开来源页看原因。'],
  failing: ['一直取不到', '检查地址与网络，系统会继续重试。'],
  suspect: WALL_WORDS['empty-suspect'],
  silent: [
    '一向天天有新内容，现在读得到却一条新的也没有',
    '在浏览器里打开原页面，看它是否停更、搬家，或给我们的是旧页面。',
  ],
};

function wordsOf(health: Outage, reason: string | null): Words {
  const known: Readonly<Record<string, Words>> = { ...FAILURE_WORDS, ...WALL_WORDS };
  const found = reason !== null && Object.hasOwn(known, reason) ? known[reason] : undefined;
  return found ?? OUTAGE_WORDS[health];
}

/** `对方要求登录` */
export function reasonWords(health: Outage, reason: string | null): string {
  return wordsOf(health, reason)[0];
}

/** `换成公开页面，或改用导入。` */
export function nextStepWords(health: Outage, reason: string | null): string {
  return wordsOf(health, reason)[1];
}
