import { type CrisisPost, passedOn } from './crisis-post.ts';

const FIRST =
  '云川优鲜的用户数据在论坛上挂着卖，姓名手机号家庭住址门牌号都有，一条两毛，我查了自己的，全对上了';

/** 数据泄露: strange calls first, then a sample for sale, then the question of what the firm knew. */
export const DATA_LEAK: readonly CrisisPost[] = [
  {
    m: 0,
    channel: 'forum',
    author: '程序员老李',
    title: '云川优鲜是不是泄露了用户信息',
    text: '今天接了三个自称云川优鲜客服的电话，能报出我的住址和上周买了什么，信息肯定泄露了',
  },
  {
    m: 18,
    channel: 'video',
    author: '会发光的土豆',
    text: '我也接到了！说云川优鲜订单有问题要退款，让我加QQ，地址门牌都说得出来，骗子哪来的信息',
  },
  { m: 33, channel: 'forum', author: '安全圈小号', title: '云川优鲜数据库疑似被拖库', text: FIRST },
  {
    m: 39,
    channel: 'video',
    author: '早起的鸟',
    text: '云川优鲜个人信息泄露，我妈差点被假客服骗走八千块',
  },
  ...passedOn(FIRST, [
    [44, 'video', '本地那些事'],
    [50, 'forum', '转给大家看看'],
    [57, 'video', '城市观察员'],
    [71, 'video', '二手消息'],
  ]),
  {
    m: 47,
    channel: 'board',
    author: '匿名市民',
    title: '云川优鲜泄露公民个人信息',
    text: '云川优鲜App把我的姓名、手机号、住址泄露给诈骗分子，已报警，请网信部门查处',
  },
  {
    m: 60,
    channel: 'forum',
    author: '独居的小杨',
    text: '我一个人住，门牌号和下单时间全被泄露了，云川优鲜你们想过后果吗',
  },
  {
    m: 68,
    channel: 'video',
    author: '反诈阿姨',
    text: '提醒：假冒云川优鲜客服的退款电话都是诈骗，用户信息泄露了，别点链接',
  },
  {
    m: 77,
    channel: 'forum',
    author: '安全圈小号',
    text: '样本里有五万条，字段跟云川优鲜的订单表一样，有收货备注，密码是明文的，离谱',
  },
  {
    m: 85,
    channel: 'video',
    author: '糖糖妈',
    text: '云川优鲜账号能注销吗，找了半天没有入口，个人信息都被卖了',
  },
  {
    m: 96,
    channel: 'board',
    author: '匿名市民',
    text: '接到冒充云川优鲜的诈骗电话，对方知道我的会员卡号和余额，被骗两千三，信息怎么泄露的请给说法',
  },
  {
    m: 110,
    channel: 'forum',
    author: '数据宅',
    text: '三个月前就有人说云川优鲜接口能遍历订单，客服回复已反馈，现在隐私泄露了吧',
  },
  {
    m: 126,
    channel: 'video',
    author: '晚风',
    text: '客服说云川优鲜系统是安全的，那我的住址是自己长腿跑出去的？',
  },
  {
    m: 150,
    channel: 'news',
    author: '云川晚报',
    title: '云川优鲜用户接到精准诈骗电话',
    text: '多名云川优鲜用户称接到能说出住址和订单的诈骗电话，网上有人兜售疑似用户数据。云川优鲜称正在排查，警方已受理多起报案。',
  },
  {
    m: 163,
    channel: 'video',
    author: '阿哲吃不胖',
    text: '卸载云川优鲜了，信息泄露还不承认，建议起诉',
  },
  {
    m: 195,
    channel: 'forum',
    author: '独居的小杨',
    text: '云川优鲜说没有发现泄露，那骗子报的订单号是哪来的，请正面回答',
  },
  {
    m: 240,
    channel: 'board',
    author: '匿名市民',
    title: '请求公布云川优鲜泄露范围',
    text: '请云川优鲜说明泄露了哪些个人信息、多少用户、什么时候知道的，有没有按规定通知用户',
  },
];
