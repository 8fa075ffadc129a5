/** Kinds of text whose topics are learnt. */
export const TOPIC_DOMAINS = ['car', 'restaurant'] as const;
export type TopicDomain = (typeof TOPIC_DOMAINS)[number];

export interface TopicName {
  readonly code: string;
  readonly name: string;
  /** Words that often tell it: a hint whose worth is learnt, so that a rare topic is not at a loss. */
  readonly words: readonly string[];
}

const words = (listed: string): readonly string[] => listed.split(' ');

const CAR: readonly TopicName[] = [
  {
    code: '动力',
    name: '动力',
    words: words(
      '动力 发动机 变速箱 涡轮 加速 提速 马力 扭矩 引擎 机油 换挡 顿挫 自吸 增压 油门 转速 排量 烧机油 cvt 双离合 怠速 缸 积碳 推背 没劲 火花塞 四驱 异响 漏油 爬坡 超车 电瓶 柴油',
    ),
  },
  {
    code: '价格',
    name: '价格',
    words: words('价格 优惠 便宜 贵 裸车 落地 价 报价 降价 加价 预算 性价比 划算 钱 贷款 全款 现车 购置税'),
  },
  {
    code: '油耗',
    name: '油耗',
    words: words('油耗 省油 费油 百公里 油费 加油 平均油 油箱 耗油 续航 一箱油 喝油 l/100 个油 升 98号'),
  },
  {
    code: '操控',
    name: '操控',
    words: words(
      '操控 操控性 方向盘 转向 底盘 过弯 指向 驾驶感 操纵 弯道 开起来 好开 侧倾 调校 驾控 手感 方向 轮胎 抓地 跑偏 悬挂 避震 减震 转弯',
    ),
  },
  {
    code: '舒适性',
    name: '舒适性',
    words: words(
      '舒适 舒服 隔音 噪音 胎噪 风噪 噪声 颠簸 颠 座椅 静音 异响 空调 异味 硬 减震 坐着 吵 减振 避震 通风 加热 舒适性',
    ),
  },
  {
    code: '空间',
    name: '空间',
    words: words('空间 后排 后备箱 宽敞 大小 第三排 七座 拥挤 轴距 腿部 头部 储物 宽大 挤 后座 尺寸 后备厢'),
  },
  {
    code: '内饰',
    name: '内饰',
    words: words('内饰 中控 做工 仪表 真皮 塑料 用料 皮 屏 缝隙 质感 廉价感 装饰 车内 脚垫 桃木 顶棚'),
  },
  {
    code: '配置',
    name: '配置',
    words: words(
      '配置 天窗 导航 倒车 雷达 大灯 无钥匙 一键启动 定速巡航 蓝牙 座椅加热 氙气 低配 高配 顶配 中控 加热 音响 巡航 影像 usb car play 后视镜 全景 自动 选装 标配 豪华版',
    ),
  },
  {
    code: '安全性',
    name: '安全性',
    words: words(
      '安全 刹车 气囊 制动 碰撞 防撞 abs esp 刹不住 追尾 失灵 安全带 事故 刹车盘 刹车片 翻车 盲区 eyesight 保险 安全性 侧翻 胎压 撞',
    ),
  },
  {
    code: '外观',
    name: '外观',
    words: words(
      '外观 颜值 好看 漂亮 丑 造型 颜色 车漆 白色 黑色 轮毂 前脸 尾灯 外形 设计 帅 蓝色 红色 尾部 霸气 难看 油漆 大气 漆面 车身',
    ),
  },
];

const RESTAURANT: readonly TopicName[] = [
  {
    code: 'location_traffic',
    name: '交通便利',
    words: words('交通 地铁 公交 车站 方便 出口 地铁站 号线 开车 打车 堵车 步行 站台 出站 公交车'),
  },
  {
    code: 'location_distance_from_business_district',
    name: '距商圈远近',
    words: words(
      '商场 商圈 广场 万达 购物中心 购物 步行街 市中心 逛街 百货 中心 商业街 大悦城 楼 附近 逛 路口 大厦',
    ),
  },
  {
    code: 'location_easy_to_find',
    name: '是否好找',
    words: words(
      '好找 难找 找到 不好找 显眼 醒目 位置 地理位置 隐蔽 地方 找了 导航 门口 对面 旁边 店面 路边 迷路 易搵 很容易找',
    ),
  },
  {
    code: 'service_wait_time',
    name: '排队等位',
    words: words(
      '排队 等位 排号 拿号 取号 等了 等座 没位 人多 叫号 等待 预约 预定 订位 等候 排了 空位 座无虚席 不用等 不用排 爆满 桌',
    ),
  },
  {
    code: 'service_waiters_attitude',
    name: '服务态度',
    words: words(
      '服务 服务员 态度 热情 老板 店员 阿姨 小哥 服务生 老板娘 微笑 热心 周到 店家 不理 冷淡 经理 招待 贴心 工作人员 耐心 小妹 美女',
    ),
  },
  {
    code: 'service_parking_convenience',
    name: '停车方便',
    words: words('停车 车位 泊车 停车场 停车位 停车费 地下车库 车库 泊位 代客 停的 停满 免费停'),
  },
  {
    code: 'service_serving_speed',
    name: '上菜速度',
    words: words(
      '上菜 出餐 上菜速度 催 速度 上得 上的很快 上的慢 很快就 上桌 出品速度 等菜 半天 上齐 慢 快 分钟 迅速 很久',
    ),
  },
  {
    code: 'price_level',
    name: '价格水平',
    words: words('价格 元 便宜 贵 人均 块钱 价位 价钱 实惠 块 消费 不贵 偏贵 合理 小贵 一份 物价 收费'),
  },
  {
    code: 'price_cost_effective',
    name: '性价比',
    words: words('性价比 划算 超值 物有所值 不值 实惠 物美价廉 价廉 合算 经济 抵 量足 值得 够'),
  },
  {
    code: 'price_discount',
    name: '优惠力度',
    words: words(
      '团购 优惠 打折 折扣 活动 券 代金券 套餐 团的 美团 免费 试吃 霸王餐 会员 折 满减 赠送 送了 团 闪惠 糯米 大众点评 特价 抵用',
    ),
  },
  {
    code: 'environment_decoration',
    name: '装修风格',
    words: words(
      '装修 装饰 风格 环境 装潢 布置 格调 情调 设计 灯光 氛围 优雅 温馨 古色古香 小清新 店面 文艺 复古 高大上 有特色 简约 墙',
    ),
  },
  {
    code: 'environment_noise',
    name: '安静嘈杂',
    words: words('安静 吵 嘈杂 噪音 音乐 喧闹 热闹 幽静 清静 清净 闹 环境 聊天 人声 氛围 气氛 静 吵闹'),
  },
  {
    code: 'environment_space',
    name: '就餐空间',
    words: words(
      '空间 宽敞 拥挤 挤 大 面积 座位 桌子 不大 包间 包房 店面 狭窄 卡座 小店 大厅 位子 地方 层 紧凑 上下 宽 店子 房间',
    ),
  },
  {
    code: 'environment_cleaness',
    name: '干净卫生',
    words: words(
      '干净 卫生 整洁 脏 清洁 油腻 苍蝇 干净整洁 消毒 环境 明亮 不干净 整齐 清爽 头发 餐具 邋遢 蟑螂',
    ),
  },
  {
    code: 'dish_portion',
    name: '菜品分量',
    words: words(
      '份量 分量 量 量大 量足 吃饱 大份 量少 一大 够吃 小份 太少 吃不完 饱 很少 足 多 少 撑 大碗 两个人 一点点',
    ),
  },
  {
    code: 'dish_taste',
    name: '菜品口味',
    words: words(
      '味道 好吃 口感 难吃 口味 美味 鲜 嫩 香 辣 甜 咸 淡 腻 新鲜 入味 吃起来 酸 脆 不错 一般 酥 浓郁 汤',
    ),
  },
  {
    code: 'dish_look',
    name: '菜品卖相',
    words: words(
      '卖相 摆盘 色香味 精致 好看 漂亮 颜色 外观 造型 拍照 样子 色泽 看起来 美观 颜值 看上去 可爱 摆 精美 新鲜',
    ),
  },
  {
    code: 'dish_recommendation',
    name: '推荐程度',
    words: words(
      '推荐 必点 招牌 特色菜 一定要点 不推荐 点评 值得一试 首推 必吃 力荐 强烈推荐 尝试 建议 可以试试 不要点',
    ),
  },
  {
    code: 'others_overall_experience',
    name: '总体感受',
    words: words('总体 总之 总的来说 整体 满意 体验 开心 失望 不错 喜欢 一般 综合 棒 总体来说'),
  },
  {
    code: 'others_willing_to_consume_again',
    name: '再来意愿',
    words: words(
      '下次 再来 还会 再去 不会再 会来 再也不 常来 回头 下回 还来 经常 光顾 以后 第二次 再次 一定会 又来 值得 推荐朋友',
    ),
  },
];

/** Topics of each domain; their order is that of the model's columns. */
export const TOPICS: Readonly<Record<TopicDomain, readonly TopicName[]>> = {
  car: CAR,
  restaurant: RESTAURANT,
};
