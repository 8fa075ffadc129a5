/** `近 6 小时` */
export function windowWord(minutes: number): string {
  return `近 ${duration(minutes)}`;
}

/** `15 分钟`, `6 小时`, `3 天` */
export function duration(minutes: number): string {
  if (minutes % 1440 === 0 && minutes >= 2880) return `${minutes / 1440} 天`;
  if (minutes > 180) return `${amount(minutes / 60)} 小时`;
  return minutes % 60 === 0 ? `${minutes / 60} 小时` : `${minutes} 分钟`;
}

export function amount(value: number): string {
  return value >= 10 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1);
}

/** 0..1 as `62%`. */
export function percent(share: number | string | undefined): string {
  return `${Math.round(Number(share) * 100)}%`;
}

export function people(value: number): string {
  return value >= 10_000 ? `${amount(value / 10_000)} 万人` : `${Math.round(value)} 人`;
}
