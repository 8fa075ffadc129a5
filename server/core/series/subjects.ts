/**
 * What is to be compared, as an address names it: parted by commas. A comma within a subject, as `NEAR/8(停暖,孩子)` has
 * it, stands there as `%2C`, and a percent sign as `%25`.
 */
export function readSubjects(list: string): string[] {
  const subjects = list.split(',').filter(Boolean);
  return [
    ...new Set(
      subjects.map((each) => each.replaceAll(/%(25|2C)/gi, (_, code) => (code === '25' ? '%' : ','))),
    ),
  ];
}
