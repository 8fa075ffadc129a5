/** What is compared, as an address names it: parted by commas; those within a subject are written otherwise. */
export function writeSubjects(subjects: readonly string[]): string {
  return subjects.map((each) => each.replaceAll('%', '%25').replaceAll(',', '%2C')).join(',');
}

export function readSubjects(list: string): string[] {
  const decoded = (code: string): string => (code === '%25' ? '%' : ',');
  return list
    .split(',')
    .filter(Boolean)
    .map((each) => each.replaceAll(/%(25|2C)/gi, decoded));
}
