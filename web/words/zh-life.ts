/** Words of what people make of an alert. */
export const zhLife = {
  life: {
    title: '处置进展',
    phases: { investigating: '排查中', watching: '观察中', incident: '已升为事件' },
    moves: { investigating: '开始排查', watching: '转为观察', incident: '升为事件' },
    incidentAsk: '升为事件后会标在话题趋势的时间线上，直到关闭都保持这个状态。',
    incidentName: '给这个事件起个名字',
    assignee: '负责人',
    nobody: '未指派',
    noPeople: '还没有登记人员',
    givenTo: (who: string) => `交给 ${who}`,
    givenBack: '不再指派给谁',
    comment: '留言',
    commentHint: '写下进展。用 @姓名 提到谁，就会通知谁。',
    mention: (who: string) => `提到 ${who}`,
    send: '发送',
  },
};

/** What happened to an alert, a line of its history each. */
export const zhLifeCodes = {
  change: {
    opened: '预警发出',
    raised: '等级上调',
    'lower-proposed': '提议下调',
    'lower-withdrawn': '撤回下调提议',
    'lower-declined': '决定不下调',
    lowered: '等级下调',
    playbook: '预案变化',
    escalated: '无人确认',
    repeated: '仍未确认，再次通知',
    merged: '合并',
    acknowledged: '已确认',
    investigating: '开始排查',
    watching: '转为观察',
    promoted: '升为事件',
    assigned: '指派',
    commented: '留言',
    closed: '已关闭',
    false_alarm: '记为误报',
    recorded: '登记事实',
    reopened: '重新打开',
  },
};
