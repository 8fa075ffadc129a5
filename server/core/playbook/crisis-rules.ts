/** The seven questions of a response, phase by phase. */
export const SEVEN_STEPS: readonly { readonly phase: string; readonly question: string }[] = [
  { phase: '研判', question: '是什么事、伤到谁、谁在说、是否属实、归谁管、归因属哪一型' },
  { phase: '上报', question: '按等级通知谁；法定报告是否触发' },
  { phase: '核实', question: '事实三栏：已核实/待核实/已证伪，每条挂证据' },
  { phase: '口径', question: '一份口径、一位发言人、一个问答库；内部先知' },
  { phase: '回应', question: '先安全提示与关切，再事实与措施，再下次更新时间' },
  { phase: '跟踪', question: '回应后 2/6/24/72 小时看情感、误解点、次生话题' },
  { phase: '复盘', question: '时间线、偏差、根因、标准修订、培训、看板指标' },
];

/**
 * Situational crisis communication: how much is laid at the organisation's door, and what may be said. Source: W. T.
 * Coombs, Corporate Reputation Review 10 (2007) 163–176.
 */
export const SCCT: Readonly<
  Record<
    'victim' | 'accidental' | 'preventable',
    { readonly zh: string; readonly cases: readonly string[]; readonly strategy: readonly string[] }
  >
> = {
  victim: {
    zh: '受害型（责任归因低）',
    cases: ['自然灾害', '谣言', '外部恶意破坏/投毒', '针对本单位的暴力'],
    strategy: ['信息指引与情绪安抚', '可澄清否认（仅谣言且有证据）', '强化既往善举（谨慎）'],
  },
  accidental: {
    zh: '意外型（责任归因中）',
    cases: ['技术故障致事故', '技术缺陷致产品问题', '利益相关者质疑'],
    strategy: [
      '信息指引与情绪安抚',
      '淡化：说明非故意/控制有限（须有证据）',
      '有历史同类事件或声誉差时改用重建',
    ],
  },
  preventable: {
    zh: '可预防型（责任归因高）',
    cases: ['人为失误致事故/产品伤害', '管理失当', '明知违规/欺瞒', '致人伤害的失职'],
    strategy: ['信息指引与情绪安抚', '重建：道歉+补偿+整改', '禁用否认、替罪羊、攻击指控者'],
  },
};

export const SCCT_INTENSIFIERS = '曾有同类危机或既往关系差→归因上调一档；同一事件不得混用否认与重建。';

/** Nonviolent communication: what each part of a statement must do. */
export const NVC: Readonly<Record<'observation' | 'feeling' | 'need' | 'request', string>> = {
  observation: '说可核查的事实，不评价、不贴标签（写“3月1日14时起中断2小时”，不写“个别用户夸大”）',
  feeling: '说出对方可能的感受并承认其合理性',
  need: '说出感受背后的需要（安全/尊重/确定性/公平）',
  request: '给出具体、可执行、有时限的行动与请求',
};

/** Service recovery talk, step by step. */
export const EOAC: readonly string[] = [
  '探索需求 Explore',
  '主动提议 Offer',
  '行动承诺 Action',
  '满意确认 Confirm',
];

/** What holds in every crisis. */
export const ALWAYS_DO: readonly string[] = [
  '先救人、先止损、先安抚，再谈责任',
  '首次回应只说已核实事实，明确“正在核查什么、何时再通报”',
  '由同一账号持续更新，时间戳精确到分',
  '先联系当事人并征得同意再公开其情况',
  '内部员工先于公众收到口径',
  '引用检测/监管结论并给出编号与链接',
  '对提供线索者致谢，开放补充证据渠道',
  '每次回应后复测情感与误解点',
];

export const NEVER_DO: readonly string[] = [
  '删帖、控评、雇水军、买热搜、冒充网友',
  '与网友争辩、威胁起诉普通批评者',
  '公布当事人、举报人或员工的个人信息',
  '甩锅“临时工/外包/个别员工”',
  '在结论出来前承诺“绝对没有问题”',
  '用冷幽默、玩梗、表情包回应伤亡事件',
  '深夜/节假日靠沉默拖过去',
  '不同部门各自发声',
  '只道歉不给措施、期限与联系人',
  '把监测结果用于报复批评者',
];

/** Wordings a statement must not carry: pattern, why, and what to write instead. */
export const BANNED_PHRASES: readonly {
  readonly pattern: RegExp;
  readonly why: string;
  readonly instead: string;
}[] = [
  { pattern: /绝对(没有|不存在|安全)/, why: '未留核查余地', instead: '截至{{event_time}}，我们核实到…' },
  { pattern: /个别(用户|人|员工)/, why: '淡化、替罪羊', instead: '写出准确人数或“涉事员工”' },
  { pattern: /临时工|外包人员所为/, why: '甩锅', instead: '我们对合作方管理负有责任' },
  {
    pattern: /不明真相|别有用心|恶意(抹黑|炒作)/,
    why: '攻击公众',
    instead: '我们注意到有不同说法，现公布证据',
  },
  { pattern: /敬请谅解即可|望周知/, why: '官腔', instead: '给您带来的不便我们深表歉意，并将…' },
  {
    pattern: /造谣者必究|保留追究.{0,6}权利/,
    why: '未证伪前激化对立',
    instead: '仅在证据充分的辟谣稿中由法务加入',
  },
  { pattern: /高度重视.{0,40}高度重视/, why: '套话堆叠', instead: '写动作与时间' },
  { pattern: /相关部门|有关部门/, why: '主体不清', instead: '写明机构全称' },
  { pattern: /尽快|近期|第一时间/, why: '无时限', instead: '写具体时间' },
  { pattern: /亲[,，~!！]|宝子|家人们/, why: '危机语境轻佻', instead: '您' },
];

/** What a statement is checked for before it is approved. */
export const STATEMENT_RULES: readonly string[] = [
  '四要素齐全：观察、感受、需要、请求各≥1句',
  '无未填变量 {{…}}',
  '不含不宜说法，或已写明豁免理由',
  '出现的每个数字/断言能在事实表“已核实”栏找到',
  '含下次更新时间或结案标志',
  '含可联系的渠道',
  '不含手机号/身份证/住址/车牌等个人信息',
  '红橙级须≥2人审批且审批人≠起草人',
  '用 AI 起草的，标明并在导出文件里留存标识',
];

/** Deadlines set by law, with how far each was verified. For orientation; legal counsel confirms them. */
export const LEGAL_DEADLINES: readonly {
  readonly rule: string;
  readonly who: string;
  readonly limit: string;
  readonly verified: string;
}[] = [
  {
    rule: '国办《全面推进政务公开工作的意见》实施细则（2016）',
    who: '政务舆情责任主体（政府部门；公用企业参照其主管部门要求）',
    limit: '特别重大/重大突发事件：最迟5小时发布权威信息，24小时内举行新闻发布会，并持续发布',
    verified: '检索到多家媒体转载原文',
  },
  {
    rule: '国办关于在政务公开工作中进一步做好政务舆情回应的通知（2016）',
    who: '同上',
    limit: '其他政务舆情48小时内予以回应',
    verified: '检索到转载',
  },
  {
    rule: '生产安全事故报告和调查处理条例',
    who: '生产经营单位负责人',
    limit: '接到报告后1小时内报事故发生地县级以上应急管理等部门',
    verified: '检索到引文',
  },
  {
    rule: '国家网络安全事件报告管理办法（2025-11-01施行）',
    who: '网络运营者，较大以上事件',
    limit:
      '一般运营者≤4小时报属地省级网信；关基运营者≤1小时报保护工作部门与公安；中央和国家机关及直属单位≤2小时',
    verified: '检索到全文转载',
  },
  {
    rule: '个人信息保护法 第57条',
    who: '个人信息处理者',
    limit: '泄露、篡改、丢失：立即补救并通知履职部门和个人（有条件例外）',
    verified: '检索到第57条译文；立即补救并通知，有条件例外',
  },
  {
    rule: '食品安全法 第103条',
    who: '发生食品安全事故的单位',
    limit: '立即处置并及时报告县级食安监管、卫生行政部门；地方预案常要求2小时内',
    verified: '检索到引文',
  },
  {
    rule: '市场监督管理投诉举报处理暂行办法',
    who: '市场监管部门（企业据此排期配合）',
    limit: '7个工作日内决定是否受理；受理后45个工作日未达成协议终止调解',
    verified: '检索到引文；可能已修订，复核',
  },
  {
    rule: '电信用户申诉处理办法',
    who: '电信业务经营者',
    limit: '投诉15日内答复，否则用户可申诉',
    verified: '检索到引文',
  },
  {
    rule: '地方供热办法（例：威海）',
    who: '供热企业',
    limit: '3日内答复；室温投诉24小时内入户测温',
    verified: '检索到；各地不同，按属地配置',
  },
  {
    rule: '网络安全法（2025-10-28修改，2026-01-01施行）',
    who: '网络运营者',
    limit: '法律责任显著加重（关基最高罚款提至1000万元），个人信息处理与民法典、个保法衔接',
    verified: '检索到多家转载',
  },
  {
    rule: '法释〔2013〕21号',
    who: '涉诽谤的证据保全',
    limit:
      '同一诽谤信息实际点击/浏览≥5000次或转发≥500次属“情节严重”情形之一；有偿删帖、明知虚假而有偿发布可构成非法经营',
    verified: '检索到原文转载',
  },
];
