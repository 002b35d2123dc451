import type { BlogCard, BlogCards } from '../../server/community/blogs/contract.ts';
import type { MallSide } from '../core/page.ts';
import { ClientProblem, problemOf } from '../core/problems.ts';

const MOST = 20;

/** One card with the mall it is of; without one when there is no such member. */
export type CardAnswer = { mall: BlogCards['mall']; card: BlogCard | undefined };

interface Waiting {
  member: string;
  fresh: boolean;
  done(answer: CardAnswer): void;
  failed(error: unknown): void;
}

const queues = new Map<MallSide, Waiting[]>();
/** Malls that only members read: every read carries the token. */
const signed = new Set<MallSide>();

/**
 * Asks for one member's card; everything that asks in the same moment goes in one request.
 *
 * @param fresh past the browser's own store, because something has just changed
 */
export function cardOf(side: MallSide, member: string, fresh: boolean): Promise<CardAnswer> {
  return new Promise((done, failed) => {
    let queue = queues.get(side);
    if (!queue) {
      queue = [];
      queues.set(side, queue);
      // Not an animation frame: a tab in the background has none.
      setTimeout(() => void flush(side));
    }
    queue.push({ member, fresh, done, failed });
  });
}

async function flush(side: MallSide): Promise<void> {
  const queue = queues.get(side) ?? [];
  queues.delete(side);
  const members = queue.map((one) => one.member).filter((member, at, all) => all.indexOf(member) === at);
  for (let from = 0; from < members.length; from += MOST) {
    const some = members.slice(from, from + MOST);
    await together(
      side,
      some,
      queue.filter((one) => some.includes(one.member)),
    );
  }
}

async function together(side: MallSide, some: string[], asking: Waiting[]): Promise<void> {
  try {
    const { mall, items } = await ask(
      side,
      some,
      asking.some((one) => one.fresh),
    );
    for (const one of asking)
      one.done({ mall, card: items.find(({ blog }) => blog.member.id === one.member) });
  } catch (error) {
    // One of the ids cannot be one: it takes no other card along.
    const isMistaken = problemOf(error).code === 'bad-input';
    if (isMistaken && some[1])
      for (const member of some)
        void together(
          side,
          [member],
          asking.filter((one) => one.member === member),
        );
    else for (const one of asking) one.failed(isMistaken ? new ClientProblem('not-found') : error);
  }
}

async function ask(side: MallSide, member: string[], fresh: boolean): Promise<BlogCards> {
  const get = () =>
    side.client.get<BlogCards>('blog-cards', {
      query: { member },
      fresh,
      as: signed.has(side) ? 'signed' : undefined,
    });
  try {
    return await get();
  } catch (error) {
    if (signed.has(side) || problemOf(error).code !== 'sign-in-required' || !(await side.session.token()))
      throw error;
    signed.add(side);
    return get();
  }
}
