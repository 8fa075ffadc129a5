/** One name in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** Every metric that a playbook's condition may name. */
export const METRICS: Readonly<Record<string, Words>> = {
  risk_index: { zh: '风险指数 0-100', en: 'Risk index, 0–100' },
  burst_s: { zh: '突发强度', en: 'Burst: −log10 of the tail probability' },
  neg_count_6h: { zh: '6小时负面提及（去重）', en: 'Negative mentions in 6 h, copies removed' },
  neg_authors_6h: { zh: '6小时负面独立作者', en: 'Distinct negative authors in 6 h' },
  neg_ratio_lb_6h: { zh: '6小时负面占比（保守估计）', en: 'Negative share in 6 h, Wilson lower bound' },
  usual_day: { zh: '平时一天的提及数', en: 'Mentions of a usual day' },
  growth_1h: { zh: '1小时增速倍数', en: 'Growth of the last hour, times' },
  reach_24h: { zh: '24小时估计触达', en: 'Estimated reach in 24 h' },
  hot_rank: { zh: '热搜最好名次（无则空）', en: 'Best hot list rank' },
  duplicate_ratio_6h: { zh: '6小时转载占比', en: 'Share of copies in 6 h' },
  suspected_bot_ratio_6h: { zh: '疑似机器账号占比', en: 'Share of suspected automated accounts in 6 h' },
  distinct_areas_6h: { zh: '涉及片区/门店数', en: 'Areas or sites named in 6 h' },
  exec_named_authors_24h: { zh: '点名高管/负责人的独立作者', en: 'Authors naming an executive in 24 h' },
  'sev.death.authors_24h': { zh: '死亡词独立作者', en: 'Authors speaking of death in 24 h' },
  'sev.injury.authors_24h': { zh: '人身伤害独立作者', en: 'Authors speaking of injury in 24 h' },
  'sev.food_poisoning.authors_24h': {
    zh: '中毒/食安独立作者',
    en: 'Authors speaking of food poisoning in 24 h',
  },
  'sev.fire_explosion.authors_24h': {
    zh: '安全事故独立作者',
    en: 'Authors speaking of fires and other accidents in 24 h',
  },
  'sev.fraud.authors_24h': { zh: '欺诈独立作者', en: 'Authors speaking of fraud in 24 h' },
  'sev.discrimination.authors_24h': {
    zh: '歧视/冒犯独立作者',
    en: 'Authors speaking of discrimination in 24 h',
  },
  'sev.privacy_leak.authors_24h': { zh: '泄露独立作者', en: 'Authors speaking of a data leak in 24 h' },
  'sev.labor.authors_24h': { zh: '劳资独立作者', en: 'Authors speaking of a labour dispute in 24 h' },
  'sev.mass_incident.authors_24h': { zh: '群体性独立作者', en: 'Authors speaking of a gathering in 24 h' },
  'sev.official.posts_72h': { zh: '官方/监管词提及', en: 'Posts naming regulators in 72 h' },
  'sev.sexual_violence.authors_24h': {
    zh: '性骚扰/暴力独立作者',
    en: 'Authors speaking of sexual violence in 24 h',
  },
  'sev.outage.authors_24h': { zh: '中断独立作者', en: 'Authors speaking of an outage in 24 h' },
  'sev.vulnerable.authors_24h': {
    zh: '弱势群体独立作者（须与负面或伤害类同帖）',
    en: 'Authors speaking of vulnerable people in 24 h',
  },
  'sev.self_harm.authors_24h': { zh: '自伤线索独立作者', en: 'Authors with signs of self-harm in 24 h' },
  'intent.rumour.authors_24h': { zh: '传闻意图独立作者', en: 'Authors passing on hearsay in 24 h' },
  'intent.complaint.authors_24h': { zh: '投诉意图独立作者', en: 'Authors complaining in 24 h' },
  'intent.escalation_threat.authors_24h': {
    zh: '扬言升级独立作者',
    en: 'Authors threatening to escalate in 24 h',
  },
  'intent.boycott_churn.authors_24h': {
    zh: '抵制/流失独立作者',
    en: 'Authors boycotting or leaving in 24 h',
  },
  'servqual.assurance.neg_authors_24h': {
    zh: '保证性负面作者',
    en: 'Authors negative about assurance in 24 h',
  },
  'servqual.empathy.neg_authors_24h': { zh: '移情性负面作者', en: 'Authors negative about empathy in 24 h' },
  'touch.billing.neg_authors_24h': { zh: '计费触点负面作者', en: 'Authors negative about billing in 24 h' },
  'touch.heating.neg_authors_24h': { zh: '供热触点负面作者', en: 'Authors negative about heating in 24 h' },
  'touch.transport.neg_authors_24h': {
    zh: '交通触点负面作者',
    en: 'Authors negative about transport in 24 h',
  },
  'source.official_count_72h': { zh: '监管/警方来源条数', en: 'Posts by regulators or police in 72 h' },
  'source.central_media_count_72h': { zh: '中央媒体条数', en: 'Posts by central media in 72 h' },
  'source.media_count_24h': { zh: '媒体条数', en: 'Posts by media in 24 h' },
  'record.complaints_24h': { zh: '已登记投诉数', en: 'Registered complaints in 24 h' },
  'record.outage_minutes': { zh: '登记的中断分钟', en: 'Registered outage, minutes' },
  'record.affected_users': { zh: '登记受影响用户', en: 'Registered users affected' },
  'record.dead': { zh: '登记死亡人数（核实）', en: 'Dead, verified' },
  'record.injured': { zh: '登记受伤人数（核实）', en: 'Injured, verified' },
  'record.leak_sample_verified': { zh: '泄露样本已核验（0/1）', en: 'Leaked sample verified (0/1)' },
  'record.penalty_notice': { zh: '收到处罚/约谈文书（0/1）', en: 'Penalty or summons received (0/1)' },
  'record.exec_remark_verified': { zh: '高管言论已核实（0/1）', en: 'Executive remark verified (0/1)' },
  'record.employee_event_verified': { zh: '员工事件已核实（0/1）', en: 'Employee event verified (0/1)' },
  'record.rumour_disproved': { zh: '传闻已有证据证伪（0/1）', en: 'Rumour disproved with evidence (0/1)' },
  'record.price_change_effective': { zh: '调价/计费变更生效（0/1）', en: 'Price change in effect (0/1)' },
};

/** Name of what a counted metric would be by what was said in the two days before; known where anything was. */
export function usualOf(metric: string): string {
  return `${metric}.usual`;
}

/** Name of what any day may bring of a severe claim; known where it is made on many days. */
export function mostUsualOf(metric: string): string {
  return `${metric}.most`;
}
