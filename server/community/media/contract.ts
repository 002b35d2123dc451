import { z } from '@hono/zod-openapi';
import { Id, plainLine } from '../../base/http/contract.ts';

/** One photo in the sizes that are kept. Addresses are random and tell nothing. */
export const Photo = z
  .object({
    id: Id,
    alt: z.string(),
    /** Pixels of the large one, upright. */
    width: z.number().int(),
    height: z.number().int(),
    small: z.string().openapi({ description: 'Address of a WebP of at most 320 px.' }),
    large: z.string().openapi({ description: 'Address of a WebP of at most 1600 px.' }),
  })
  .openapi('Photo');
export type Photo = z.infer<typeof Photo>;

export const PhotoQuery = z.object({ alt: plainLine(0, 200).optional() });
export const PatchPhoto = z.object({ alt: plainLine(0, 200) }).openapi('PatchPhoto');
