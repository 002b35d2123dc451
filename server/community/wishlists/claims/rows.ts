import type { Reader } from '../../../base/db/database.ts';
import type { WishClaimRow, WishRow } from '../table.ts';

/** What tells whose wish of what it is. */
export type Wished = Pick<WishRow, 'wish_id' | 'list_id' | 'shopper_id' | 'product'>;

/** Rows in one statement: few enough for what either database takes as parameters. */
const CHUNK = 200;

/** The live claim on what somebody wishes, on whichever of their lists. */
export function liveClaim(
  db: Reader,
  mallId: string,
  ownerId: string,
  product: string,
): Promise<WishClaimRow | undefined> {
  return db
    .selectFrom('wish_claims')
    .selectAll()
    .where('mall_id', '=', mallId)
    .where('owner_id', '=', ownerId)
    .where('product', '=', product)
    .where('gone_at', 'is', null)
    .executeTakeFirst();
}

/** The live claims that were given on these very wishes. */
export async function claimsOn(
  db: Reader,
  mallId: string,
  wishes: readonly Wished[],
): Promise<WishClaimRow[]> {
  const ids = new Set(wishes.map((wish) => wish.wish_id));
  const found: WishClaimRow[] = [];
  for (const [ownerId, products] of byOwner(wishes))
    for (let at = 0; at < products.length; at += CHUNK)
      found.push(
        ...(await db
          .selectFrom('wish_claims')
          .selectAll()
          .where('mall_id', '=', mallId)
          .where('owner_id', '=', ownerId)
          .where('product', 'in', products.slice(at, at + CHUNK))
          .where('gone_at', 'is', null)
          .execute()),
      );
  return found.filter((claim) => ids.has(claim.wish_id));
}

function byOwner(wishes: readonly Wished[]): Map<string, string[]> {
  const products = new Map<string, Set<string>>();
  for (const wish of wishes)
    products.set(wish.shopper_id, (products.get(wish.shopper_id) ?? new Set()).add(wish.product));
  return new Map([...products].map(([owner, keys]) => [owner, [...keys]]));
}
