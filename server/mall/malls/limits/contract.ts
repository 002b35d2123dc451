import { z } from '@hono/zod-openapi';

const limit = (min: number, max: number, description: string) =>
  z.number().int().min(min).max(max).openapi({ description });

export const Limits = z
  .object({
    reviewTextMin: limit(1, 200, "Characters that a review's text needs at least.").default(5),
    reviewTextMax: limit(200, 5000, "Characters that a review's text may have.").default(3000),
    commentTextMax: limit(50, 2000, 'Characters that a comment may have.').default(500),
    photosPerReview: limit(0, 5, 'Photos on one review; 0: no photos.').default(5),
    storyMegabytes: limit(
      0,
      10_000,
      'Megabytes of animations and clips that one shopper may keep at this mall; 0: none.',
    ).default(300),
    storiesPerDay: limit(1, 1000, 'Stories that one shopper may show in 24 hours.').default(30),
    photosPerShopper: limit(0, 5000, 'Photos that one shopper may keep at this mall.').default(300),
    reviewsPerDay: limit(1, 1000, 'Reviews that one shopper may write in 24 hours.').default(30),
    commentsPerDay: limit(1, 5000, 'Comments that one shopper may write in 24 hours.').default(200),
  })
  .openapi('Limits', { description: 'How much one shopper may write. Characters are counted as people do.' });
