/** Words for when nothing can be seen, and for how to see. */
export const zhSight = {
  sight: {
    blind: {
      'no-watch': '看不见：还没有监测方案',
      'no-feed': '看不见：还没有来源',
      'first-fetch': '看不见：来源还没有读过第一次',
      'feeds-down': '看不见：来源全部中断',
    },
    blindSince: (at: string) => `看不见：来源全部中断（自 ${at} 起）`,
    blindDetail: '此时没有预警不等于没有事',
    blindRisk: '看不见时算不出风险',
    blindNext: {
      'no-watch': '先写下要监测什么',
      'no-feed': '告诉听潮到哪里去看',
      'first-fetch': '等来源读完第一次',
      'feeds-down': '先恢复来源',
    },
    blindHint: {
      'no-watch': '写下要监测的名称；再添加来源，内容就会出现在这里。',
      'no-feed': '添加来源，或导入、推送内容；没有内容进来，就发不出预警。',
      'first-fetch': '通常几分钟内读到第一批内容；读不到时，来源页会写明原因。',
      'feeds-down': '来源页写明了每个来源为什么读不到。恢复之前，请人工查看各平台。',
    },
    blindGo: {
      'no-watch': '新建监测方案',
      'no-feed': '添加来源',
      'first-fetch': '查看来源',
      'feeds-down': '查看来源',
    },
    unanswered: '没有收到服务端的回答，已显示的内容可能不是最新。',
    emptyRange: '这段时间没有内容进来。可以选更长的时间范围，或查看来源是否正常。',
    pressEnter: '按 Enter 搜索',
    stands: (at: string) => `数据停在 ${at}`,
    setup: '设置进度',
    setupSteps: { watches: '监测方案', feeds: '来源', channels: '通知渠道' },
    setupDone: '已完成',
    setupTodo: '未完成',
  },
};
