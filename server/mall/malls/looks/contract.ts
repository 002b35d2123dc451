import { z } from '@hono/zod-openapi';
import { webUrl } from '../../../base/http/contract.ts';

export const PAGES = 'Where links lead.';
export const productPage = z.string().max(500).nullable().openapi({
  description:
    "A product's page, with `{product}` for its key: `https://shop.example/p/{product}`. Null: the address that was stated with the product.",
});
export const wishlistPage = webUrl.nullable().openapi({
  description:
    'The page with `<dangol-wishlist>`: `https://shop.example/wishlist`. Which list is meant stands behind it, after `#`. Null: a page of this service.',
});
export const clubPage = webUrl.nullable().openapi({
  description:
    'The page with `<dangol-savings-club>`: `https://shop.example/together`. Which club is meant stands behind it, after `#`. Null: a page of this service.',
});
export const blogPage = webUrl.nullable().openapi({
  description:
    'The page with `<dangol-blog>`: `https://shop.example/blog`. Which blog is meant stands behind it, after `#`. Null: a page of this service.',
});

const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/);

export const Looks = z
  .object({
    scheme: z
      .enum(['auto', 'light', 'dark'])
      .openapi({ description: "`auto` follows the shopper's device." })
      .default('auto'),
    accent: colour
      .nullable()
      .openapi({ description: 'Colour of buttons and stars, `#rrggbb`; null: our own.' })
      .default(null),
    radius: z
      .number()
      .int()
      .min(0)
      .max(32)
      .nullable()
      .openapi({ description: 'Roundness of corners in pixels; null: our own.' })
      .default(null),
  })
  .openapi('Looks', { description: 'How the widgets look where the page itself says nothing.' });
export type Looks = z.infer<typeof Looks>;
