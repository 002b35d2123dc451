import { z } from '@hono/zod-openapi';
import { Id, plainLine, Time } from '../../../base/http/contract.ts';
import { Points } from '../../../mall/points/contract.ts';
import { ClubState, Sum } from '../contract.ts';

export const TillCode = z
  .object({
    code: z.string().openapi({ description: 'For a QR code: 128 bits, good once.' }),
    expiresAt: Time.openapi({ description: 'In five minutes.' }),
  })
  .openapi('TillCode', { description: 'My code for this club, to be read at a till.' });
export type TillCode = z.infer<typeof TillCode>;
export const PostTillContribution = z
  .object({
    code: z.string().min(10).max(100).openapi({ description: 'As it was read.' }),
    amount: Points,
    receipt: plainLine(1, 80).openapi({ description: 'Number of the receipt: the same one is posted once.' }),
  })
  .openapi('PostTillContribution', {
    description: 'Points given at a till of the mall, into a club. Never cash.',
    example: { code: 'c9Jm3kq0V1xq2e8Zk5yP7sAw', amount: 2000, receipt: 'S3-20270508-0042' },
  });
export const TillContribution = z
  .object({
    contribution: Id,
    club: z
      .object({
        id: Id,
        name: z.string().openapi({ description: 'As its starter called it.' }),
        percent: z.number().int().openapi({ description: 'Of the goal, rounded down.' }),
        state: ClubState,
      })
      .openapi({ description: 'The club, with it.' }),
    amount: Sum,
  })
  .openapi('TillContribution', { description: 'What was posted.' });
export const RedeemCoupon = z
  .object({
    code: z.string().min(10).max(100).openapi({ description: 'As it was shown, however it was typed.' }),
    order: plainLine(1, 128).openapi({
      description: 'What it is used for: the same one is honoured again with the same answer.',
    }),
  })
  .openapi('RedeemCoupon', {
    description: 'Honours a coupon, once.',
    example: { code: 'X7K2-9QF4-M3TD-8WZH', order: 'A-1001' },
  });
export const RedeemedCoupon = z
  .object({
    amount: Sum,
    order: z.string().openapi({ description: 'What it was used for.' }),
    at: Time,
    first: z.boolean().openapi({ description: 'It was honoured just now.' }),
  })
  .openapi('RedeemedCoupon', { description: 'What it was worth.' });
export type RedeemedCoupon = z.infer<typeof RedeemedCoupon>;
