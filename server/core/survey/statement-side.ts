/** Words that deny nothing although a word of denial stands in them. */
const NO_DENIAL: readonly RegExp[] = [
  /不(断|仅|但|只|同|论|管|错|厌其烦|遗余力|少|时|限|间断|知不觉|用|必|需要?)|无(微不至|线|论|缝|需|须|间断)|未来|有没有|有无|[能是]否/g,
  /(\p{Script=Han}{1,3})不\1/gu,
  /满意(还是|或者?|\/|、|与|和)?不满意|\bnot only\b|\bor not\b|\bno matter\b|\bno\.|\bnotice/gi,
];
/** What a sentence says of the circumstances, not of the service. */
const CIRCUMSTANCE =
  /(当|如果|若|遇到|遇上|碰到|有)[^,。;]{0,8}(困难|麻烦|问题|故障)|[^,，。;；、:：]{0,16}(的时候|时候?|之?后)(?=[,，、]|\s|$|能|会|都|还)|\b(when|if|whenever)\b[^,.;]*,/gi;

const BAD =
  /太忙|忙于|[太过很]?慢|久等|等(待|候)?了?([太过很]?久|太长)|(时间)?[太过]长|难|缺乏|缺少|拖延|拖拉|拖沓|推诿|推脱|敷衍|冷漠|冷淡|粗暴|粗鲁|恶劣|出错|差错|失误|[太很较]差|差$|糟|混乱|脏|破旧|陈旧|失望|麻烦|繁琐|复杂|困难|迟到|迟缓|失约|爽约|违约|失信|欺骗|隐瞒|占线|延误|生硬|傲慢|乱收费|刁难|忽视|漠视|障碍|\b(busy|slow(ly)?|rude|difficult\w*|hard to|late|delay\w*|unreliabl\w*|unresponsive|unhelpful|unclear|dirty|poor(ly)?|impolite|careless\w*|ignor\w*|confus\w*|complicated|frustrat\w*|disappoint\w*|unable|unwilling|fails? to|failed to|lacks?|too long)\b/i;
const GOOD =
  /准时|按时|及时|迅速|快速|可靠|稳定|专业|耐心|关心|关怀|体贴|周到|帮助|热情|礼貌|尽快|马上|解决|清楚|方便|整洁|\b(prompt\w*|quick\w*|reliab\w*|helpful|polite\w*|clear\w*|eas(y|ily)|resolv\w*|sympath\w*|reassur\w*)\b/i;
const NOT =
  /不|没|无|未|勿|难以|[很太较]难|缺乏|缺少|懒得|拒绝|\b(too (busy|slow)|unable|fails? to|failed to|lacks?)\b|\b(not|no|never|cannot|hardly|rarely|seldom)\b|n['’]t\b/i;
const DENIED = new RegExp(
  `(不|没有?|无|从未|未曾?|很少|极少|避免|杜绝|减少|\\b(not|no|never|cannot|hardly|rarely|seldom)\\b|n['’]t\\b).{0,8}(${BAD.source})`,
  'i',
);
const REFUSES_PATIENCE = /不耐烦/g;

/**
 * Whether a statement says something bad of a service: 员工太忙，无法及时响应. Who agrees with it is dissatisfied. Something
 * bad that is denied is good: 从不推诿. Where it says both, nobody can say.
 */
export function saysBad(statement: string): boolean {
  let text = statement.normalize('NFKC').replace(REFUSES_PATIENCE, '冷漠');
  for (const words of [...NO_DENIAL, CIRCUMSTANCE]) text = text.replace(words, ' ');
  const sides = text.split(/[,，。;；、:：—]|--/).map(sideOf);
  return sides.includes('bad') && !sides.includes('denied');
}

function sideOf(clause: string): 'bad' | 'denied' | null {
  if (DENIED.test(clause)) return 'denied';
  if (NOT.test(clause)) return 'bad';
  return BAD.test(clause) && !GOOD.test(clause) ? 'bad' : null;
}

/** A question of satisfaction that asks how dissatisfied somebody is, or of recommendation, how unwilling. */
export function asksContrary(name: string): boolean {
  let text = name.normalize('NFKC');
  for (const words of NO_DENIAL) text = text.replace(words, ' ');
  return /不满|不(太)?(愿意|会|可能|想)?(向.{0,8})?推荐|dissatisf|unsatisf|\bunlikely\b|\bnot (likely|recommend)/i.test(
    text,
  );
}
