/** The one gate for every address that came from a person or the service: http(s), or nothing. */
export function safeUrl(text: string | null | undefined, base?: string): string | undefined {
  if (!text) return undefined;
  try {
    const url = new URL(text, base || undefined);
    if (url.protocol === 'https:' || url.protocol === 'http:') return url.href;
    // A preview of a photo that this page itself has made.
    if (url.protocol === 'blob:' && text.startsWith(`blob:${location.origin}/`)) return url.href;
  } catch {
    // Not an address.
  }
  return undefined;
}
