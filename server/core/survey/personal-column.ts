import { withoutNumber } from '../import/column-names.ts';

/** Names of columns that identify who answered. */
const PERSONAL_NAMES =
  /姓名|名字|称呼|昵称|联系(方式|人|电话)|电话|手机|号码|微信|openid|unionid|qq|邮箱|邮件|e-?mail|身份证|证件|住址|家庭地址|详细地址|收货地址|门牌|工号|学号|车牌|会员(号|卡)|卡号|账号|帐号|户号|用户(标识|id|名)|(^|[^a-z])ip([^a-z]|$)|经纬度|地理位置|user ?agent|(^|[^a-z])ua$|设备|\bname\b|phone|mobile|address|签名|出生/i;
/** With these words a column is about what is asked, not about who answers. */
const ASKED = /满意|推荐|响应|服务|接通|打通|态度|评价|期望|建议|意见|原因|为什么|名(店|单)/;

/** What the software that asked writes beside each answer. */
const MACHINE_NAMES =
  /^(序号|编号|答卷编号|id|no\.?|来源|来源详情|来源渠道|总分|所用时间|答题时长|用时|自定义字段|清洗数据结果|referrer|开始答题时间|开始时间|答题状态|状态)$/i;

const PHONE = /(?<![\d.])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)/g;
const LANDLINE = /(?<!\d)0\d{2,3}[ -]\d{7,8}(?!\d)/g;
const IDENTITY = /(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)/g;
const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const IP = /(?<!\d)(?:\d{1,3}|\*|x{1,3})(?:\.(?:\d{1,3}|\*|x{1,3})){3}(?!\d)/g;
const PLATE =
  /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][ ·]?[A-Z\d]{5,6}(?![A-Za-z\d])/g;
const LONG_NUMBER = /(?<!\d)\d{8,}(?!\d)/g;
const ACCOUNT = /((?:微信号?|VX|V信|QQ号?)\s*(?:是|为|[:：])?\s*)[A-Za-z0-9_-]{5,}/gi;
const CALLED = /((?:我(?:姓名)?叫|我的名字(?:是|叫)|姓名[:：])\s*)\p{Script=Han}{2,4}/gu;

const PERSONAL_VALUES = [PHONE, LANDLINE, IDENTITY, MAIL, IP, PLATE] as const;
/** What stands in the place of what is left out of a text. */
const MASK = '【略】';
/** A share of the answers of a column that is enough. */
const MOSTLY = 0.3;

/** Whether a column identifies who answered, by its name or by what stands in it. */
export function isPersonal(column: string, values: readonly string[]): boolean {
  const name = nameOf(column);
  if (PERSONAL_NAMES.test(name) && !ASKED.test(name)) return true;
  const said = values.filter((value) => value.trim() !== '');
  const telling = said.filter((value) => isLittleElse(value.normalize('NFKC')));
  return said.length > 0 && telling.length / said.length >= MOSTLY;
}

/** Letters that may stand beside a number that identifies one person: a name, a place. In more of them it is masked. */
const LITTLE = 4;

function isLittleElse(value: string): boolean {
  const masked = maskPersonal(value);
  if (masked === value) return false;
  return (masked.replaceAll(MASK, '').match(/[\p{L}\p{N}]/gu)?.length ?? 0) <= LITTLE;
}

export const isMachine = (column: string): boolean => MACHINE_NAMES.test(nameOf(column));

const nameOf = (column: string): string => withoutNumber(column).normalize('NFKC').trim();

/** A text with numbers, addresses and names that identify one person replaced by a mark. */
export function maskPersonal(text: string): string {
  let masked = text;
  for (const pattern of [...PERSONAL_VALUES, LONG_NUMBER]) masked = masked.replace(pattern, MASK);
  return masked.replace(ACCOUNT, `$1${MASK}`).replace(CALLED, `$1${MASK}`);
}
