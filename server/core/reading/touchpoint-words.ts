import type { Touchpoint } from './analysis.ts';

export const TOUCHPOINT_WORDS: Readonly<Record<Touchpoint, string>> = {
  hotline: '客服热线',
  online_service: '在线客服',
  app: '应用',
  website: '网站',
  store: '门店',
  delivery: '配送',
  onsite_repair: '上门维修',
  billing: '计费',
  after_sales: '售后',
  marketing: '营销',
  waiting: '等候',
  transport: '交通',
  heating: '供热',
  stay_dining: '食宿',
};
