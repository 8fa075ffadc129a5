/** Words about messages that are put together. */
export const zhGrouping = {
  grouping: {
    title: '合并与重复通知',
    hint: '同一监测方案、同一事件的消息算一组。红色从不等待；升到橙色、红色也不等间隔。',
    fields: {
      waitSeconds: '蓝、黄首条等待（秒）',
      waitOrangeSeconds: '橙色首条等待（秒）',
      intervalMinutes: '同组两条间隔（分钟）',
      repeatMinutes: '无人确认多久后再通知（分钟）',
      repeats: '最多再通知几次',
    },
    never: '不再通知',
    repeatHint:
      '先按值守顺序转给下一步；转完仍没人确认、讨论也没有平息，并且又有新内容，才按这里的时间再通知。两者共用一个时钟，不会重复响。',
    saved: '已保存，从下一条消息起生效。',
    own: '这条规则单独设置',
    ownHint: '不勾选就沿用上一级规则，最上一级沿用本页下方的设置。',
    waited: '等候之后发出',
    until: (moment: string) => `${moment} 补发`,
    standsIn: {
      'same-person': '同一人的另一个渠道，原渠道发不通',
      'same-team': '原渠道发不通，由组内渠道代发',
      shared: '原渠道发不通，由公用渠道代发',
      'other-team': '组内和公用渠道都发不通，红色预警由其他组代发',
    },
    mergedInto: (id: number) => `事件合并后，这条预警并入预警 ${id}，后续在那里处置。`,
    merged: (id: number) => `与预警 ${id} 合并`,
    view: '查看',
  },
};
