/** Where the product is, for a first write: the page's canonical address on its own origin. */
export function pageUrl(): string | undefined {
  const canonical = document.querySelector<HTMLLinkElement>('link[rel="canonical"]')?.href;
  try {
    const url = new URL(canonical || location.href);
    if (url.origin === location.origin) return url.origin + url.pathname + url.search;
  } catch {
    // A canonical link that is no address.
  }
  return /^https?:/.test(location.href) ? location.origin + location.pathname + location.search : undefined;
}
