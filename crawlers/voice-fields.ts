import type { Field } from '../server/core/feed/source.ts';

/** Who speaks in a source that cannot know by itself, as its form offers it. */
const VOICES = [
  { value: 'official', zh: '政府机构', en: 'Government' },
  { value: 'central_media', zh: '中央媒体', en: 'Central media' },
  { value: 'provincial_media', zh: '省级媒体', en: 'Provincial media' },
  { value: 'media', zh: '媒体', en: 'Media' },
  { value: 'hot_list', zh: '热榜（按先后排名）', en: 'Hot list (order is rank)' },
  { value: 'big_account', zh: '认证大号（大V）', en: 'Verified big account' },
  { value: 'complaint_platform', zh: '投诉平台', en: 'Complaint platform' },
  { value: 'review', zh: '评价', en: 'Reviews' },
  { value: 'forum', zh: '论坛', en: 'Forum' },
  { value: 'ordinary', zh: '普通用户', en: 'Ordinary users' },
  { value: 'own', zh: '自己发布（不计入统计）', en: 'Own (not counted)' },
];

/** How charts group what a source brings that cannot know its own platform. */
export const PLATFORM_FIELD: Field = {
  name: 'platform',
  kind: 'text',
  label: { zh: '平台名称', en: 'Platform name' },
  hint: { zh: '图表中的归类，留空为“新闻”', en: 'How charts group it; "news" when left empty' },
  required: false,
};

/** @param ranked whether what the source lists can be a hot list, whose order is rank */
export function voiceField(ranked: boolean): Field {
  return {
    name: 'voice',
    kind: 'select',
    label: { zh: '发声者', en: 'Who speaks' },
    hint: {
      zh: '留空则按域名判断，其余算作媒体',
      en: 'Left empty, the host name decides; media otherwise',
    },
    required: false,
    options: VOICES.filter(({ value }) => ranked || value !== 'hot_list'),
  };
}
