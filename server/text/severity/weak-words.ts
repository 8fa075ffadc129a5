/** Too common to carry a category alone. */
export const WEAK: ReadonlySet<string> = new Set(
  `一起去 万人 全城 聚集 聚众 冲突 抗议 横幅 大面积 外包 临时工 派遣工 开除 裁员 996 pua 过期 异物 检出 添加剂超标 消防 119
   短路 失控 大火 事故 疏散 坠落 出血 流血 抢救 住院 急诊 残疾 去世 离世 遗体 被害 绝望 拼命 想不开 走投无路 抑郁 要跳 了结 喝药
   跟踪 尾随 威胁 暴力 下药 不让走 潜规则 漏洞 钓鱼 监听 被黑 黑客 被攻击 木马 人肉 崩了 瘫痪 滞留 抢修 通报 罚款 下架 召回
   黑名单 失信 判决 拘留 调查组 处罚 工信部 卫健委 网信办 纪委 市场监管局 督办 回扣 山寨 造假 跑路 刷单 双标 低俗 擦边 看不起
   区别对待 辱骂 侮辱 羞辱 骗子 全小区 整栋楼 上访 信访 无法登录 无法支付 支付不了 起诉 公诉 投诉 刷单 业主群 篡改 强制授权 跳楼 呕吐 盗窃 扣人 未成年`.split(
    /\s+/,
  ),
);
/** 排队排到绝望: the displeased exaggerate. */
export const HYPERBOLE: ReadonlySet<string> = new Set(['绝望', '拼命', '抑郁']);
