/** Who speaks in a source that cannot know by itself, as its form offers it. */
export const VOICE_OPTIONS = [
  { value: 'official', zh: '政府机构', en: 'Government' },
  { value: 'central_media', zh: '中央媒体', en: 'Central media' },
  { value: 'provincial_media', zh: '省级媒体', en: 'Provincial media' },
  { value: 'media', zh: '媒体', en: 'Media' },
  { value: 'hot_list', zh: '热榜（按先后排名）', en: 'Hot list (order is rank)' },
  { value: 'complaint_platform', zh: '投诉平台', en: 'Complaint platform' },
  { value: 'review', zh: '评价', en: 'Reviews' },
  { value: 'forum', zh: '论坛', en: 'Forum' },
  { value: 'ordinary', zh: '普通用户', en: 'Ordinary users' },
];
