// A board that does not know what it is about: what the page says is looked for, or told what is missing.
import { productOfPage } from '../core/facts.ts';
import { pageSettings } from '../core/page.ts';
import type { DangolReviewBoard } from './review-board.ts';

const told = new Set<string>();

/** Once for a page, however many boards it has. */
function tell(text: string): void {
  if (!told.has(text)) console.warn(text);
  told.add(text);
}

/** The product that the page itself names, once all of it is there; else '' and one hint to whoever builds the page. */
export async function findProduct(board: DangolReviewBoard): Promise<string> {
  let found = productOfPage();
  if (!found && document.readyState === 'loading') {
    await new Promise((done) => document.addEventListener('DOMContentLoaded', done, { once: true }));
    found = productOfPage();
  }
  if (!board.side) {
    tell(
      "Dangol: this page does not say which mall it belongs to. Add the mall's id to the script's address, such as " +
        '<script async src=".../embed.js?mall=shop1"></script>, or mall="shop1" to <dangol-review-board>.',
    );
    board.trouble = 'refused';
  } else if (!found && !board.product && !pageSettings().product) {
    tell(
      "Dangol: this board does not know its product. Add the product's own key, such as " +
        '<dangol-review-board product="1234">, or a JSON-LD Product with "sku", or ' +
        '<meta property="product:retailer_item_id" content="1234">.',
    );
    board.trouble = 'noProduct';
  }
  return found ?? '';
}
