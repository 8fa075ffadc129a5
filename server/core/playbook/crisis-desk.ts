import type { Level } from '../risk/grade.ts';
import type { Words } from './metric-names.ts';

/** Who acts in a playbook step. */
export const ROLES: Readonly<Record<string, Words>> = {
  analyst: { zh: '舆情值班分析师', en: 'Duty analyst' },
  pr: { zh: '公关负责人', en: 'PR lead' },
  commander: { zh: '危机总指挥（经理及以上）', en: 'Crisis commander (manager or above)' },
  exec: { zh: '主要负责人', en: 'Chief executive' },
  spokes: { zh: '新闻发言人', en: 'Spokesperson' },
  service: { zh: '客服负责人', en: 'Customer service lead' },
  legal: { zh: '法务合规', en: 'Legal and compliance' },
  ops: { zh: '业务/运维负责人', en: 'Operations lead' },
  sec: { zh: '信息安全负责人', en: 'Information security lead' },
  quality: { zh: '质量/食安负责人', en: 'Quality and food safety lead' },
  hr: { zh: '人力资源', en: 'Human resources' },
  gov: { zh: '监管与政府联络', en: 'Regulator and government liaison' },
  safety: { zh: '安全生产负责人', en: 'Work safety lead' },
  billing: { zh: '计费/财务负责人', en: 'Billing and finance lead' },
  store: { zh: '属地/门店负责人', en: 'Local or store lead' },
};

/** Phases of a response, in order. */
export const PHASES: Readonly<Record<string, Words>> = {
  研判: { zh: '研判', en: 'Assess' },
  上报: { zh: '上报', en: 'Report' },
  核实: { zh: '核实', en: 'Verify' },
  口径: { zh: '口径', en: 'Agree the line' },
  回应: { zh: '回应', en: 'Respond' },
  处置: { zh: '处置', en: 'Handle' },
  跟踪: { zh: '跟踪', en: 'Track' },
  复盘: { zh: '复盘', en: 'Review' },
};

/** What the statement templates leave to fill in. */
export const VARIABLES: Readonly<Record<string, Words>> = {
  brand: { zh: '品牌/单位名称', en: 'Brand or organisation' },
  event_time: { zh: '事件时间', en: 'Time of the event' },
  place: { zh: '地点/范围', en: 'Place or extent' },
  product: { zh: '产品/批次', en: 'Product or batch' },
  confirmed_facts: { zh: '已核实事实', en: 'Verified facts' },
  unverified_items: { zh: '仍在核查的事项', en: 'Still being checked' },
  cause: { zh: '原因（须有报告依据）', en: 'Cause (from a report only)' },
  actions_done: { zh: '已采取措施', en: 'Measures taken' },
  actions_next: { zh: '下一步措施', en: 'Measures to come' },
  safety_advice: { zh: '安全提示', en: 'Safety advice' },
  affected: { zh: '受影响范围/人数', en: 'Extent or number affected' },
  recovery_eta: { zh: '预计恢复时间', en: 'Expected recovery time' },
  compensation: { zh: '补偿/退费方案', en: 'Compensation or refund' },
  hotline: { zh: '专线电话', en: 'Hotline' },
  contact_person: { zh: '对接人', en: 'Contact person' },
  next_update: { zh: '下次通报时间', en: 'Time of the next update' },
  authority: { zh: '主管/检测机构', en: 'Authority or laboratory' },
  report_no: { zh: '报告/文书编号', en: 'Report or document number' },
  user_name: { zh: '用户称呼', en: 'How to address the user' },
  user_issue: { zh: '用户反映的问题', en: 'What the user reported' },
  service_person: { zh: '处理人', en: 'Person in charge' },
  deadline: { zh: '承诺完成时间', en: 'Promised completion time' },
  evidence_link: { zh: '证据/公告链接', en: 'Link to evidence or notice' },
  rumour_claim: { zh: '不实说法原文', en: 'The false claim as worded' },
  truth: { zh: '核实后的事实', en: 'The verified fact' },
  standard: { zh: '服务标准/承诺条款', en: 'Service standard or promise' },
  exec_name: { zh: '发言人姓名与职务', en: "Speaker's name and post" },
  remark: { zh: '争议言论原文', en: 'The disputed remark' },
  penalty: { zh: '处罚内容', en: 'Penalty' },
  employee_status: { zh: '涉事人员处理', en: 'Measures towards the employee' },
  data_types: { zh: '涉及的信息类型', en: 'Kinds of information concerned' },
  price_rule: { zh: '价格/计费规则说明', en: 'Price or billing rule' },
};

/** Colour word, name and least risk index of each level. */
export const LEVEL_WORDS: Readonly<
  Record<Level, { readonly zh: string; readonly name: string; readonly minRisk: number }>
> = {
  I: { zh: '红', name: '特别重大', minRisk: 85 },
  II: { zh: '橙', name: '重大', minRisk: 70 },
  III: { zh: '黄', name: '较大', minRisk: 50 },
  IV: { zh: '蓝', name: '一般', minRisk: 30 },
};

/** Levels are internal; law reserves coloured warnings for the authorities, so no statement may use them. */
export const LEVELS_NOTE =
  '四色借用《突发事件应对法》预警分级的颜色，该法针对自然灾害、事故灾难、公共卫生事件；企业舆情等级是内部分级，不是官方预警，对外文案不得写成“某色预警”。';

/** Minutes after the alert opened, by level; null: not required. */
export const SLA_MINUTES: Readonly<Record<Level, Readonly<Record<string, number | null>>>> = {
  I: { 研判: 10, 内部上报: 15, 指挥组到位: 30, 首次回应: 60, 权威信息: 300, 全面通报: 1440 },
  II: { 研判: 15, 内部上报: 30, 指挥组到位: 60, 首次回应: 120, 权威信息: 300, 全面通报: 1440 },
  III: { 研判: 30, 内部上报: 60, 指挥组到位: 120, 首次回应: 240, 权威信息: 1440, 全面通报: 2880 },
  IV: { 研判: 60, 内部上报: 240, 指挥组到位: null, 首次回应: 1440, 权威信息: 2880, 全面通报: null },
};

export const LEVEL_RULE =
  '等级取最高的一个：风险指数所在的一级、通用硬性条件、预案自己的等级规则；不可无故下调。';

export const ESCALATION_RULE =
  '风险指数或硬性条件达到更高一级时，等级自动上调并通知。下调须先低于门槛若干分并保持一段时间，再由人确认；各方案的门槛和时长见“风险与阈值”。';
