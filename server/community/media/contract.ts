import { z } from '@hono/zod-openapi';
import { Id, plainLine } from '../../base/http/contract.ts';

const ALT = 'What is to be seen, for those who cannot see it; one line.';

export const Photo = z
  .object({
    id: Id,
    alt: z.string().openapi({ description: `${ALT} Empty when nobody said.` }),
    width: z.number().int().openapi({ description: 'Pixels of the large one, upright.' }),
    height: z.number().int().openapi({ description: 'Pixels of the large one, upright.' }),
    small: z.string().openapi({ description: 'Address of a WebP of at most 320 px.' }),
    large: z.string().openapi({ description: 'Address of a WebP of at most 1600 px.' }),
  })
  .openapi('Photo', {
    description: 'One photo in the sizes that are kept. Addresses are random and tell nothing.',
  });
export type Photo = z.infer<typeof Photo>;

export const PhotoQuery = z.object({ alt: plainLine(0, 200).optional().openapi({ description: ALT }) });
export const PatchPhoto = z
  .object({ alt: plainLine(0, 200).openapi({ description: ALT }) })
  .openapi('PatchPhoto', {
    description: 'A new description of a photo.',
    example: { alt: '햇빛 아래 걸어 둔 파란 린넨 셔츠' },
  });
