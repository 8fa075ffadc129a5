/** What in a workbook's strings means one sign by its number: `_x0041_` is read as A. */
const BY_NUMBER = /_(?=x[0-9a-f]{4}_)/gi;

/**
 * Text as a workbook's strings must have it, so that it is read as it is: it may look like a sign's number, and XML
 * makes one line end of any other.
 */
export function bookText(text: string): string {
  return text.replace(BY_NUMBER, '_x005F_').replaceAll('\r', '_x000D_');
}
