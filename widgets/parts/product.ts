// A product that somebody shows: where it is, and how to go there with the mark of where one came from.
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import type { PublicProduct } from '../../server/mall/products/contract.ts';
import { BeforeNavigateEvent } from '../core/before-navigate.ts';
import { leadsAway, remember, withMark } from '../core/marks.ts';
import { money } from '../core/money.ts';
import { safeUrl } from '../core/safe-url.ts';
import type { Words } from '../core/words.ts';

/**
 * Where a product is: as stated, or where the mall has its products. With a mark that travels along to another origin.
 */
export function productUrl(
  product: PublicProduct,
  mall: Pick<PublicMall, 'pages'> | undefined,
  mark?: string | null,
): string | undefined {
  const url = safeUrl(
    product.url ?? mall?.pages.product?.replace('{product}', encodeURIComponent(product.product)),
  );
  return url && mark && leadsAway(url) ? withMark(url, product.product, mark) : url;
}

/** Straight to the mall's product, in this tab, unless the page has a way of its own; the mark is remembered. */
export function toProduct(
  from: EventTarget,
  event: Event,
  { url, product, mark }: { url: string; product: string; mark?: string | null },
): void {
  if (mark) remember(product, mark);
  if (!from.dispatchEvent(new BeforeNavigateEvent({ url, product }))) event.preventDefault();
}

/** What it costs now, as people write it; nothing when nobody knows or when it is no longer sold. */
export function priceOf(product: PublicProduct, currency: string, words: Words): string {
  const { price, availability } = product;
  if (price === null || availability === 'gone') return '';
  return money(price, product.currency ?? currency, words.lang);
}
