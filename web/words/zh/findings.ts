/** Words of single findings: what was noticed, held against what. */
export const zhFindings = {
  findings: {
    atWorst: (when: string) => `最重时（${when}）`,
    lately: (total: string, negative: string) => `现在近 1 小时提及 ${total} 条、负面 ${negative} 条`,
    also: '还注意到',
    observation: '仅供研判，不提升等级',
    posts: (count: string, besides: number) =>
      besides > 0 ? `查看 ${count} 条，另有新来源 ${besides} 条` : `查看 ${count} 条`,
    ownHistory: (days: number) => `与自身过去 ${days} 天相比`,
    recent: (window: string) => `近 ${window}`,
    /** A stretch of the past, of what came late. */
    between: (from: string, to: string) => `${from} 至 ${to} `,
    upTo: (moment: string, said: string) => `截至 ${moment}，${said}`,
    late: (lag: string) => `（帖文发布约 ${lag}后才入库）`,
    volume: (window: string, count: string, negative: boolean, usual: string | null) =>
      `${window}${negative ? '负面' : ''} ${count} 条${usual === null ? '' : `，平时 ${usual} 条`}`,
    complainers: (window: string, people: string, usual: string | null) =>
      `${window} ${people} 个账号抱怨${usual === null ? '' : `，平时 ${usual} 条负面`}`,
    claim: (people: string, about: string, originals: string | null, usual: string | null) =>
      `24 小时内 ${people} 个账号提到${about}${originals === null ? '' : `，去重后 ${originals} 条`}${usual === null ? '' : `，平时每天约 ${usual} 个`}`,
    talk: (window: string, count: string, share: string, lastHour: string) =>
      `${window}负面 ${count} 条，占 ${share}，近 1 小时相关内容 ${lastHour} 条`,
    harm: ['', '称有人发病', '称有 5 人以上受害', '称有 30 人以上受害'],
    harmed: (people: string, harm: string) => `，其中 ${people} 个${harm}`,
    rumour: (people: string) => `24 小时内 ${people} 个账号在传未经证实的说法`,
    share: (window: string, share: string, range: string, usual: string) =>
      `${window}负面占 ${share}（95% 区间 ${range}），平时约 ${usual}`,
    touch: (
      about: string,
      window: string,
      seen: { readonly share: string; readonly range: string; readonly people: string },
      usual: string | null,
    ) =>
      `${about}：${window}抱怨占 ${seen.share}（95% 区间 ${seen.range}，${seen.people} 个账号），${usual === null ? '平时几乎没有' : `平时约 ${usual}`}`,
    slowRise: (
      seen: {
        readonly weeks: string;
        readonly shares: readonly string[];
        readonly doubled: boolean;
        readonly count: string;
      },
      parts: readonly string[],
    ) =>
      `负面占比连续 ${seen.weeks} 周上升（${seen.shares.join('→')}）${seen.doubled ? '，已翻倍' : ''}，最近一周 ${seen.count} 条${parts.length === 0 ? '' : `，主要是${parts.join('、')}`}`,
    risingPart: (name: string, first: string, last: string) => `${name} ${first}→${last} 条`,
    risingTerm: (name: string) => `“${name}”`,
    reach: (count: string, usual: string, high: string) =>
      `一条普通账号的负面帖文已有 ${count} 次互动，平时一条约 ${usual} 次，很少超过 ${high} 次`,
    authority: (who: string, count: string, amid: boolean, days: number | null) =>
      `${amid ? '负面声中，' : ''}${who}开始发声，24 小时内 ${count} 条，${days === null ? '有记录以来第一次' : `距上次已 ${days} 天`}`,
    hot: (rank: string) => `登上热榜第 ${rank} 位`,
    hotEntered: (rank: string) => `刚登上热榜第 ${rank} 位`,
    hotClimbing: (rank: string, from: string, ago: string) =>
      `热榜上升到第 ${rank} 位（${ago}前在第 ${from} 位）`,
    hotFalling: (best: string, rank: string) => `热榜最高第 ${best} 位，现在第 ${rank} 位`,
    mix: (window: string, platform: string, share: string, usual: string) =>
      `${window} ${share} 的提及来自${platform}，平时约 ${usual}`,
    silence: (time: string, usual: string) => `已 ${time}没有新提及，平时这段时间约 ${usual} 条`,
    silencePublic: '采集正常，可能是平台故障或内容被删',
    silenceUnknown: '没有采集记录可查，先确认数据来源是否中断',
    silenceFeeds: (broken: number, all: number) =>
      broken > 0
        ? `${all} 个来源中 ${broken} 个采集异常，先查采集，不能当作平息`
        : '来源近几小时没有采集过，先查采集，不能当作平息',
    copies: (window: string, count: string, originals: string, authors: string) =>
      `${window} ${count} 条近似转载，原文 ${originals} 篇，账号 ${authors} 个`,
    fewAuthors: '少数账号集中发布',
    fewTexts: '同一批内容大量转载',
    drift: (window: string, count: string, usual: string) =>
      `${window}持续高于平时：${count} 条，平时 ${usual} 条`,
    onDay: (name: string) => `（${name}）`,
    days: {
      'new-year': '元旦假期，与周日相比',
      'spring-festival': '春节假期，与周日相比',
      qingming: '清明假期，与周日相比',
      'labour-day': '五一假期，与周日相比',
      'dragon-boat': '端午假期，与周日相比',
      'mid-autumn': '中秋假期，与周日相比',
      'national-day': '国庆假期，与周日相比',
      shifted: '调休上班日，与工作日相比',
      gaokao: '高考期间',
    },
    silent: (usual: string) => `没有新提及，平时约 ${usual} 条`,
    ownPost: '我方账号或网站所发，不计入统计，不触发预警',
    dateOnly: (n: string) => `今天有 ${n} 条没写几点，记在零点，不计入近几小时的判断`,
    held: {
      'false-discovery': (n: number) => `${n} 处异动不能排除是偶然，未预警`,
      'arriving-past': (n: number) => `历史还在补入，${n} 处异动等补完再判断`,
      'more-heard': (n: number) => `${n} 处异动只因来源增加或恢复，未预警`,
      'weekly-habit': (n: number) => `${n} 处异动每周此时都有，量和话题相近，未预警`,
    },
  },
};
