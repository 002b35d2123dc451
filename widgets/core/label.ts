/** A label of the mall in the language that is spoken, else in the mall's own, else any. */
export function labelIn(
  label: { ko?: string; en?: string } | undefined,
  lang: 'ko' | 'en',
  fallback: string,
): string {
  return label?.[lang] || label?.ko || label?.en || fallback;
}
