import { z } from '@hono/zod-openapi';
import { Cursor, queryInt, Time } from '../../base/http/contract.ts';
import { PublicProduct } from '../../mall/products/contract.ts';
import { Author } from '../../mall/shoppers/contract.ts';
import { ReviewPage } from '../reviews/contract.ts';

export const ProfileQuery = z.object({
  cursor: Cursor.optional(),
  limit: queryInt(1, 50).optional().openapi({ description: 'Reviews on the page; 10 by default.' }),
});
export const Profile = z
  .object({
    member: Author,
    joinedAt: Time.nullable().openapi({ description: 'When they joined, in milliseconds since 1970.' }),
    helped: z.number().int().openapi({ description: 'How many different people they helped.' }),
    reviewCount: z.number().int().openapi({ description: 'Reviews that are shown.' }),
    commentCount: z.number().int().openapi({ description: 'Comments that are shown.' }),
    reviews: ReviewPage.openapi({ description: 'Newest first.' }),
    products: z.array(PublicProduct).openapi({ description: 'The products of these reviews.' }),
  })
  .openapi('Profile', { description: 'What everybody may know of a member.' });
export type Profile = z.infer<typeof Profile>;
