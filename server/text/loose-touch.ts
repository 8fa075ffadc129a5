import type { Touchpoint } from '../core/reading/analysis.ts';

// Words that many places have, one line a touchpoint.
const LOOSE: readonly (readonly [Touchpoint, string])[] = [
  ['transport', '空调 电梯 扶梯 直梯 座位 无障碍 轮椅 安检员 刷卡 停车场 停车难 间隔'],
  ['store', '停车 接待 等位 现场 保安 停业 大厅'],
  [
    'stay_dining',
    '空调 卫生间 洗手间 行李 异物 头发 苍蝇 蟑螂 变质 过期 不新鲜 大堂 热水 走廊 客诉 结账 保洁 打扫 拉肚子',
  ],
  ['heating', '漏水 抢修 注水 跑水 水压 温度 顶楼 边户 老旧小区 阀门 停供 放水 回水'],
  ['onsite_repair', '管家 客户经理 配件 空调坏 漏水 迟到 施工 清洗 调试 验收 安检员 马桶 防水 工单 派单'],
  ['website', '通知 公告 公示 搜索 导航 验证 下单'],
  ['marketing', '活动 定金 尾款 积分 权益 文案 限量'],
  ['waiting', '网约 改签 改期 优先 免费饮料 效率低'],
  ['app', '更新 掉线 崩溃 匹配 服务器 定位 权限 推送'],
  ['delivery', '滞留 退回 时效 超时 化了 变质 仓库'],
  ['online_service', '留言 话术'],
  ['after_sales', '工单 道歉 调解'],
];

const LOOSE_WORDS: ReadonlySet<string> = new Set(
  LOOSE.flatMap(([touch, words]) => words.split(' ').map((word) => `${touch} ${word}`)),
);

/** Whether a word listed for a touchpoint names it only beside a word that is the touchpoint's own. */
export function isLoose(touch: Touchpoint, word: string): boolean {
  return LOOSE_WORDS.has(`${touch} ${word}`);
}
