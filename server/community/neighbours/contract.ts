import { z } from '@hono/zod-openapi';
import { Cursor, Next, queryInt, Time } from '../../base/http/contract.ts';
import { Author } from '../../mall/shoppers/contract.ts';

export const NeighbourState = z.enum(['none', 'asked', 'follows']).openapi({
  description: '`asked`: waits for the yes of whoever wants to be asked; `follows`: a neighbour.',
});
export type NeighbourState = z.infer<typeof NeighbourState>;

export const MyNeighbourhood = z
  .object({
    mine: z.boolean().openapi({ description: 'It is my own blog.' }),
    state: NeighbourState.openapi({ description: 'What I am to them.' }),
    theirs: NeighbourState.openapi({ description: 'What they are to me.' }),
  })
  .openapi('MyNeighbourhood', { description: 'How a member and I stand to each other.' });
export type MyNeighbourhood = z.infer<typeof MyNeighbourhood>;

export const Neighbour = z
  .object({
    member: Author,
    state: NeighbourState.openapi({ description: 'What I am to them.' }),
    theirs: NeighbourState.openapi({ description: 'What they are to me.' }),
    since: Time,
  })
  .openapi('Neighbour', { description: 'Somebody whose blog I follow, who follows mine, or who asks to.' });
export type Neighbour = z.infer<typeof Neighbour>;

export const NeighbourPage = z
  .object({ items: z.array(Neighbour).openapi({ description: 'Newest first.' }), next: Next })
  .openapi('NeighbourPage', { description: 'One page of my neighbours. Nobody else sees who they are.' });
export type NeighbourPage = z.infer<typeof NeighbourPage>;

export const NeighbourQuery = z.object({
  who: z.enum(['following', 'followers', 'asking']).openapi({
    description:
      '`following`: whose blogs I follow or asked to; `followers`: who follows mine; `asking`: who waits for my yes.',
    example: 'following',
  }),
  cursor: Cursor.optional(),
  limit: queryInt(1, 100).optional().openapi({ description: 'On one page; 30 by default.' }),
});
