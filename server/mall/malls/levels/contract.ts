import { z } from '@hono/zod-openapi';
import { Key, Label } from '../../../base/http/contract.ts';

const whole = (min: number, max: number, description: string) =>
  z.number().int().min(min).max(max).openapi({ description });

export const LevelDefinition = z
  .object({
    key: Key.openapi({ description: 'Stays the same when the level is renamed.' }),
    label: Label,
    naegong: whole(-1_000_000, 100_000_000, 'Naegong needed: the first of the three gates.'),
    helped: whole(0, 10_000_000, 'People helped: the second.'),
    share: whole(0, 100, 'Helpful share of all weighed votes in percent: the third.'),
    weight: whole(100, 500, "What a vote of this level weighs, in percent of a new member's."),
    limits: whole(100, 1000, 'How much more than others they may write in a day, in percent.'),
  })
  .openapi('LevelDefinition', {
    description: 'One level: three gates that must hold together, and what hangs on it.',
  });
export type LevelDefinition = z.infer<typeof LevelDefinition>;

/** A level as presets write it: key, names, the three gates, and what its votes weigh and its limits are. */
export const level = (
  key: string,
  ko: string,
  en: string,
  [naegong, helped, share]: readonly [number, number, number],
  weight: number,
): LevelDefinition => ({ key, label: { ko, en }, naegong, helped, share, weight, limits: weight });

/** The default: reachable where a mall has fifty reviews a month. */
export const FIVE_LEVELS: LevelDefinition[] = [
  level('sprout', '새싹', 'Sprout', [0, 0, 0], 100),
  level('neighbour', '이웃', 'Neighbour', [10, 2, 0], 110),
  level('regular', '단골', 'Regular', [100, 10, 50], 125),
  level('pillar', '큰단골', 'Pillar', [500, 40, 60], 150),
  level('elder', '터줏대감', 'Elder', [2000, 150, 70], 200),
];

export const Reputation = z
  .object({
    helpful: whole(1, 100, 'Naegong that a helpful vote of weight one gives to the author.').default(5),
    unhelpful: whole(-100, 0, 'Naegong that a vote "did not help" of weight one takes.').default(0),
    boughtWeight: whole(100, 500, 'What a vote weighs in percent when its voter bought the product.').default(
      150,
    ),
    dailyCap: whole(1, 100_000, 'Naegong that one member may gain in one day of the mall.').default(200),
    levels: z
      .array(LevelDefinition)
      .min(1)
      .max(20)
      .refine((list) => new Set(list.map((one) => one.key)).size === list.length, 'keys must differ')
      .refine(
        (list) =>
          list.every((one, at) => {
            const before = list[at - 1];
            return (
              !before ||
              (one.naegong > before.naegong && one.helped >= before.helped && one.share >= before.share)
            );
          }),
        'each level asks for more naegong than the one before, and no less of the rest',
      )
      .openapi({ description: 'From the lowest to the highest; each asks for more than the one before.' })
      .default(FIVE_LEVELS),
  })
  .openapi('Reputation', { description: 'The numbers that make naegong of votes, and levels of naegong.' });
export type Reputation = z.infer<typeof Reputation>;
