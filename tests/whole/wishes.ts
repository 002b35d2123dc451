// Lists and wishes of one mall, made from elsewhere, and where they are on a page.
import type { Locator } from 'playwright-core';
import type { MyWishlist, Wish } from '../../server/community/wishlists/contract.ts';
import type { WholeMall } from '../support/host.ts';
import type { Person } from './stage.ts';

export interface Made {
  list: MyWishlist;
  wishes: Wish[];
  /** What opens it behind the `#`. */
  hash: string;
}

/** States products of these names, each under its name. */
export const state = (mall: WholeMall, products: { product: string; [fact: string]: unknown }[]) =>
  mall.call('PUT', 'products', {
    as: mall.key,
    body: { products: products.map((one) => ({ name: one.product, ...one })) },
  });

/** A list of a member with wishes of these products, the first one on top. */
export async function makeList(
  mall: WholeMall,
  owner: string,
  products: readonly string[],
  more: Record<string, unknown> = {},
): Promise<Made> {
  const as = await mall.sign(owner, { name: owner });
  const list = await mall.call<MyWishlist>('POST', 'wishlists', {
    as,
    body: { name: `${owner}의 목록`, ...more },
  });
  const wishes: Wish[] = [];
  // A new wish goes on top.
  for (const product of [...products].reverse())
    wishes.unshift(await mall.call<Wish>('POST', 'wishes', { as, body: { product, list: list.id } }));
  const hash = `#dangol-wishlist=${list.id}${list.linkKey ? `.${list.linkKey}` : ''}`;
  return { list, wishes, hash };
}

/** The row of a wish with a text. */
export const wishOf = (person: Person, text: string): Locator =>
  person.list.locator('li[part~=wish]').filter({ hasText: text });

/** What the products of the rows are called, from the top. */
export const order = (person: Person): Promise<string[]> =>
  person.list.locator('li[part~=wish] h3').allInnerTexts();

/** Opens the comments under a wish and writes one. */
export async function comment(person: Person, wish: string, text: string): Promise<void> {
  const row = wishOf(person, wish);
  const talk = row.locator('.talk');
  if ((await talk.getAttribute('aria-expanded')) !== 'true') await talk.click();
  await row.getByRole('textbox', { name: '댓글 쓰기' }).fill(text);
  await row.getByRole('button', { name: '올리기', exact: true }).click();
  await row.getByText(text).waitFor();
}

/** Picks something from the menu of a wish. */
export async function pick(person: Person, wish: string, item: string): Promise<void> {
  await wishOf(person, wish)
    .getByRole('button', { name: `${wish} 더보기` })
    .click();
  await person.page.getByRole('menuitem', { name: item }).click();
}
