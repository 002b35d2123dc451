import { z } from '@hono/zod-openapi';
import { Label } from '../../../base/http/contract.ts';

const whole = (min: number, max: number, description: string) =>
  z.number().int().min(min).max(max).openapi({ description });
const reward = (description: string) => whole(0, 1_000_000, `${description} 0: nothing.`).default(0);
const budget = (description: string) =>
  whole(0, 1_000_000_000, `Points a month at most, for ${description}; 0: off.`).default(0);

export const PointsSettings = z
  .object({
    name: Label.nullable()
      .openapi({ description: "What the mall calls its points; null: '적립금', 'points'." })
      .default(null),
    expiryDays: whole(0, 3650, 'Days until what was given expires; 0: never.').default(365),
    leastSpend: whole(0, 1_000_000, 'The least that may be spent at a checkout at once.').default(0),
    holdMinutes: whole(1, 10_080, 'A hold is let go by itself after so many.').default(30),
    out: z
      .boolean()
      .openapi({ description: "Whether shoppers may move points to the mall's own, by the payout file." })
      .default(false),
    orderRate: whole(0, 5000, 'Of what was paid for a line, in hundredths of a percent.').default(0),
    reviewText: reward('For a review of a bought product.'),
    reviewPhoto: reward('More for a review with a photo.'),
    reviewLater: reward('For a second review a month later.'),
    reviewTextMin: whole(1, 1000, 'Characters that a rewarded review has at least.').default(20),
    reviewFloor: whole(
      0,
      1_000_000_000,
      "What was paid for the line at least, in the currency's smallest unit.",
    ).default(0),
    reviewDays: whole(1, 365, 'Days after the order in which a review is rewarded.').default(30),
    reviewsPerMonth: whole(0, 1000, 'Rewarded reviews of one shopper in a month at most.').default(10),
    saleRate: whole(
      0,
      5000,
      'To the author of a story, of what was paid for what its marks sold, in hundredths of a percent. Such stories open with a sentence that says so. 0: nothing.',
    ).default(0),
    salesPerBuyer: whole(
      1,
      100,
      'Lines of one buyer that earn one author points within 30 days at most.',
    ).default(3),
    naegongRate: whole(0, 10_000, 'Points for a hundred naegong; 0: none.').default(0),
    naegongDailyCap: whole(
      0,
      1_000_000,
      'Points that naegong becomes in a day at most, for one shopper.',
    ).default(500),
    budgets: z
      .object({
        order: budget('orders'),
        text: budget('reviews'),
        photo: budget('photos'),
        later: budget('reviews a month later'),
        naegong: budget('naegong'),
        sale: budget('what stories sold'),
      })
      .openapi({ description: 'Every reward that comes by itself is off until it has one.' })
      .default({ order: 0, text: 0, photo: 0, later: 0, naegong: 0, sale: 0 }),
  })
  .openapi('PointsSettings', {
    description: 'Points: how they come, how long they stay, how they go. Never by the stars of a review.',
  });
export type PointsSettings = z.infer<typeof PointsSettings>;
