/** Phrases that make a statement worse, why, and what to write instead. Statements are Chinese. */
export const BANNED: readonly { readonly pattern: RegExp; readonly why: string; readonly use: string }[] = [
  { pattern: /绝对(没有|不存在|安全)/g, why: '未留核查余地', use: '截至某时，我们核实到……' },
  { pattern: /个别(用户|人|员工)/g, why: '淡化、替罪羊', use: '写出准确人数或“涉事员工”' },
  { pattern: /临时工|外包人员所为/g, why: '甩锅', use: '我们对合作方管理负有责任' },
  {
    pattern: /不明真相|别有用心|恶意(抹黑|炒作)/g,
    why: '攻击公众',
    use: '我们注意到有不同说法，现公布证据',
  },
  { pattern: /敬请谅解即可|望周知/g, why: '官腔', use: '给您带来的不便我们深表歉意，并将……' },
  {
    pattern: /造谣者必究|保留追究.{0,6}权利/g,
    why: '未证伪前激化对立',
    use: '仅在证据充分的辟谣稿中由法务加入',
  },
  { pattern: /高度重视.{0,40}高度重视/g, why: '套话堆叠', use: '写动作与时间' },
  { pattern: /相关部门|有关部门/g, why: '主体不清', use: '写明机构全称' },
  { pattern: /尽快|近期|第一时间/g, why: '无时限', use: '写具体时间' },
  { pattern: /亲[,\uff0c~!\uff01]|宝子|家人们/g, why: '危机语境轻佻', use: '您' },
];

export interface BannedHit {
  readonly phrase: string;
  readonly why: string;
  readonly use: string;
}

/** Every banned phrase in a statement, in the order of the list, each phrase once. */
export function bannedIn(text: string): readonly BannedHit[] {
  const hits: BannedHit[] = [];
  for (const { pattern, why, use } of BANNED) {
    for (const phrase of new Set([...text.matchAll(pattern)].map((match) => match[0])))
      hits.push({ phrase, why, use });
  }
  return hits;
}
