import { type CrisisPost, passedOn } from './crisis-post.ts';

const FIRST =
  '在云川优鲜河西店买的卤牛肉，昨晚一家四口吃完全部上吐下泻，孩子烧到39度，半夜去的急诊，医生说像食物中毒';

/** 卤味吃坏肚子: one family, then others from the same shop, then the paper and the market regulator. */
export const FOOD_SAFETY: readonly CrisisPost[] = [
  { m: 0, channel: 'forum', author: '河西二姐', title: '云川优鲜的卤味吃坏了一家人', text: FIRST },
  {
    m: 14,
    channel: 'video',
    author: '糖糖妈',
    text: '我也是云川优鲜河西店的卤味！老公拉了一晚上，还以为是着凉',
  },
  {
    m: 22,
    channel: 'forum',
    author: '老街坊',
    text: '云川优鲜河西店的卤鸭翅有股酸味，吃了两个肚子疼到现在',
  },
  ...passedOn(FIRST, [
    [26, 'video', '本地那些事'],
    [31, 'video', '转给妈妈群'],
    [48, 'forum', '和平里小卖部'],
  ]),
  {
    m: 35,
    channel: 'board',
    author: '匿名市民',
    title: '反映云川优鲜熟食问题',
    text: '昨天在云川优鲜河西店购买卤牛肉，食用后三人呕吐腹泻，有医院病历和小票，请查一查冷柜温度',
  },
  {
    m: 41,
    channel: 'video',
    author: '夜班护士小林',
    text: '今晚急诊好几个上吐下泻的，都说吃了云川优鲜的卤味，大家先别吃了',
  },
  {
    m: 52,
    channel: 'forum',
    author: '会开车的鱼',
    text: '打云川优鲜客服，说让保留小票，三天内回复，孩子都挂水了还要等三天？',
  },
  {
    m: 58,
    channel: 'video',
    author: '阿哲吃不胖',
    text: '云川优鲜卤味中招的举手，河西店，食物中毒没跑了',
  },
  {
    m: 66,
    channel: 'video',
    author: '三口之家日记',
    text: '婆婆七十多了，吃了云川优鲜的卤猪蹄，吐得站不起来，救护车拉走的',
  },
  {
    m: 73,
    channel: 'forum',
    author: '数据宅',
    text: '翻了下群里，云川优鲜河西店卤味出问题的已经有九家了，都是这两天买的',
  },
  {
    m: 80,
    channel: 'board',
    author: '匿名市民',
    text: '云川优鲜河西店熟食疑似变质，多人腹泻，希望市场监管部门到现场抽检',
  },
  {
    m: 92,
    channel: 'video',
    author: '小区团长',
    text: '我们小区团购群里五户吃了云川优鲜的卤味，四户拉肚子，太吓人了',
  },
  {
    m: 101,
    channel: 'forum',
    author: '河西二姐',
    text: '云川优鲜到现在没有一个人联系我，店里卤味柜台还在卖，孩子还在医院挂水',
  },
  {
    m: 115,
    channel: 'video',
    author: '晚风',
    text: '云川优鲜的卤味柜台冷柜温度显示14度，我拍了照，这不变质才怪',
  },
  {
    m: 128,
    channel: 'video',
    author: '不吃香菜',
    text: '取消云川优鲜会员了，食品安全都保证不了，谁还敢买',
  },
  {
    m: 140,
    channel: 'forum',
    author: '城北老张',
    text: '云川优鲜食物中毒的事，店长说是个别人肠胃不好，这叫什么话',
  },
  {
    m: 165,
    channel: 'news',
    author: '云川晚报',
    title: '多名市民称食用超市卤味后腹泻',
    text: '多名市民向本报反映，在云川优鲜河西店购买卤味后出现呕吐、腹泻。记者从医院了解到，当晚接诊相关患者11人。云川优鲜尚未回应。',
  },
  {
    m: 178,
    channel: 'video',
    author: '今天也要早睡',
    text: '看了新闻才知道云川优鲜的卤味出事了，冰箱里还有半盒，扔了',
  },
  {
    m: 190,
    channel: 'forum',
    author: '东湖钓鱼佬',
    text: '云川优鲜其他店的卤味是不是同一个厂送的？吃坏肚子的不止河西店吧',
  },
  {
    m: 214,
    channel: 'board',
    author: '匿名市民',
    title: '云川优鲜食物中毒请公布检测结果',
    text: '孩子吃了云川优鲜的卤牛肉食物中毒住院，请问抽检了吗，什么时候公布结果，医药费谁承担',
  },
  {
    m: 260,
    channel: 'news',
    author: '云川晚报',
    title: '市场监管部门对涉事门店立案调查',
    text: '市市场监管局通报：对云川优鲜河西店熟食柜台进行现场检查，封存同批次产品并抽样送检，已立案调查。',
  },
  {
    m: 275,
    channel: 'video',
    author: '吃瓜的小陈',
    text: '云川优鲜被立案了，卤味中毒的事实锤了吧',
  },
  {
    m: 310,
    channel: 'forum',
    author: '会开车的鱼',
    text: '云川优鲜终于打电话了，说医药费全赔，早干嘛去了，孩子遭了两天罪',
  },
];
