/** Finds the product this page is about: its JSON-LD, then og:/product: meta. An attribute and the loader's setting go first. */
export function productOfPage(): string | null {
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    try {
      const found = productIn(JSON.parse(script.textContent ?? ''), 0);
      if (found) return found;
    } catch {
      // Broken JSON-LD is common; the next block may be whole.
    }
  }
  for (const name of ['product:retailer_item_id', 'og:product:id']) {
    const content = document
      .querySelector(`meta[name="${name}"],meta[property="${name}"]`)
      ?.getAttribute('content')
      ?.trim();
    if (content) return content;
  }
  return null;
}

function productIn(data: unknown, depth: number): string | null {
  if (typeof data !== 'object' || data === null || depth > 4) return null;
  if (Array.isArray(data)) {
    for (const one of data) {
      const found = productIn(one, depth + 1);
      if (found) return found;
    }
    return null;
  }
  const thing = data as Record<string, unknown>;
  const types = ([] as unknown[]).concat(thing['@type']);
  if (types.some((type) => type === 'Product' || type === 'ProductGroup')) {
    const key = thing.productID ?? thing.sku ?? thing.productGroupID;
    if (typeof key === 'string' || typeof key === 'number') return String(key);
  }
  return productIn(thing['@graph'] ?? thing.mainEntity, depth + 1);
}
