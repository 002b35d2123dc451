// What happens after a tap, or when something changes elsewhere: loaded then, not before.
import { html } from 'lit';
import type { Board, MyBoard, Review } from '../../server/community/reviews/contract.ts';
import type { VoteResult } from '../../server/community/reviews/writing/contract.ts';
import { pause } from '../core/client.ts';
import { ProblemShowEvent, VoteCastEvent } from '../core/events.ts';
import type { LiveChange } from '../core/live.ts';
import { offerMerge } from '../core/merge-question.ts';
import { problemWords } from '../core/problem-words.ts';
import { type ClientProblem, problemOf } from '../core/problems.ts';
import { isMine, remove, upsert } from './changes.ts';
import type { BoardData } from './data.ts';
import type { BoardHost } from './host.ts';
import { askFor } from './looking.ts';
import { ownActs } from './own-acts.ts';
import type { Votes } from './votes.ts';

/** More changes at once than this: the whole page is loaded instead. */
const MANY = 8;

/** Says what went wrong, in one calm sentence. */
export async function tell(board: BoardHost, problem: ClientProblem): Promise<void> {
  board.dispatchEvent(new ProblemShowEvent({ code: problem.code }));
  const words = board.words!;
  await words.more();
  board.notify(problemWords(words, problem));
}

/** A guest has signed in: asks whether what is theirs becomes the member's. */
export function askToMerge(board: BoardHost): Promise<void> {
  return offerMerge(board, {
    moved: () => board.data.reload(true),
    failed: (problem) => tell(board, problem),
  });
}

/** Why somebody cannot vote here at all: their own review, or a mall where only members may. */
function refusal(board: BoardHost, review: Review): 'voteOwn' | 'voteSignIn' | undefined {
  const { data, side } = board;
  if (isMine(data, review.id)) return 'voteOwn';
  return data.board?.mall.write === 'members' && side?.session.kind !== 'member' ? 'voteSignIn' : undefined;
}

/** How many votes were answered: what is mine, asked for before one of them, does not know it yet. */
const turns = new WeakMap<BoardData, number>();

/** Sends a vote that was turned, until the service knows what was wanted last. */
export async function sendVote(board: BoardHost, votes: Votes, review: Review): Promise<void> {
  const { id } = review;
  const { data } = board;
  const shop = board.side!;
  const words = board.words!;
  const why = refusal(board, review);
  try {
    if (why) {
      await words.more();
      // A host that has a sign-in of its own may open it now.
      if (why === 'voteSignIn') board.dispatchEvent(new ProblemShowEvent({ code: 'sign-in-required' }));
      board.notify(words.t(why));
      return;
    }
    for (let sent: boolean | undefined; votes.wanted.get(id) !== sent; ) {
      sent = votes.wanted.get(id)!;
      const result = await shop.client.request<VoteResult>(sent ? 'PUT' : 'DELETE', `reviews/${id}/vote`, {
        as: 'writer',
        lang: words.lang,
        ...(sent && { body: { helpful: true } }),
      });
      turns.set(data, (turns.get(data) ?? 0) + 1);
      if (result.mine) data.helped.add(id);
      else data.helped.delete(id);
      const shown = data.items.find((one) => one.id === id);
      if (shown) upsert(data, { ...shown, helpful: result.helpful });
      board.dispatchEvent(new VoteCastEvent(result));
      if (sent && shop.session.kind === 'guest') {
        await words.more();
        board.notify(words.t('guestVote'));
      }
    }
  } catch (error) {
    const problem = problemOf(error);
    if (problem.code === 'not-found' || problem.code === 'gone') remove(data, id);
    await tell(board, problem);
  } finally {
    votes.wanted.delete(id);
    board.requestUpdate();
  }
}

/** Another order, or something picked out: what was picked last, since the code for two choices comes in any order. */
export async function look(board: BoardHost, isKept: boolean): Promise<void> {
  const { data } = board;
  // "5점만" and the like.
  await board.words!.more();
  if (isKept) (await import('./address.ts')).keepInAddress(data.view);
  data.list.state = 'ready';
  const isNewest = await data.list.run(async (signal) => {
    const page = await askFor(data, { signal });
    data.show(page);
    return page;
  });
  if (!isNewest || !data.list.problem) return;
  // The field for searching says itself what went wrong.
  if (board.search && data.view.q)
    board.dispatchEvent(new ProblemShowEvent({ code: data.list.problem.code }));
  else await tell(board, data.list.problem);
}

/** Opens the field to search in, or closes it. Words from the page's address are shown in it without taking the focus. */
export async function search(board: BoardHost, isFromAddress = false): Promise<void> {
  const { data } = board;
  if (board.search) {
    board.search = undefined;
    if (data.view.q) board.look({ q: null });
    board.requestUpdate();
    board.shadowRoot!.querySelector<HTMLElement>('[part=search]')?.focus();
    return;
  }
  const [{ marks, searchField }] = await Promise.all([import('./search.ts'), board.words!.more()]);
  board.marks = marks;
  board.search = () => searchField(board);
  board.requestUpdate();
  if (isFromAddress) return;
  board.unfold();
  await board.updateComplete;
  const field = board.shadowRoot!.querySelector('dangol-board-search');
  await field?.updateComplete;
  field?.focus();
}

/** The next page of the list. */
export async function more(board: BoardHost): Promise<void> {
  const { data } = board;
  const { next, view } = data;
  if (!next || data.isLoadingMore || data.list.busy) return;
  data.isLoadingMore = true;
  board.requestUpdate();
  try {
    const page = await askFor(data, { cursor: next });
    // Meanwhile another order may have been picked.
    if (view !== data.view || next !== data.next) return;
    const known = new Set(data.items.map((one) => one.id));
    data.items = [...data.items, ...page.items.filter((one) => !known.has(one.id))];
    data.next = page.next;
  } catch (error) {
    await tell(board, problemOf(error));
  } finally {
    data.isLoadingMore = false;
    board.requestUpdate();
  }
}

/** Brings the menu of a review where only its button was, and opens it. */
export async function menu(
  board: BoardHost,
  button: HTMLElement,
  show: (menu: typeof import('./review-menu.ts').reviewMenu) => void,
): Promise<void> {
  const row = button.parentElement!;
  const [{ reviewMenu }] = await Promise.all([import('./review-menu.ts'), board.words!.more()]);
  show(reviewMenu);
  board.requestUpdate();
  await board.updateComplete;
  const part = row.querySelector('dangol-part-menu');
  await part?.updateComplete;
  part?.shadowRoot?.querySelector('button')?.click();
}

/** Brings what shows comments. */
export async function comments(board: BoardHost): Promise<void> {
  await Promise.all([import('./comments.ts'), import('../core/guest.ts'), board.words!.more()]);
}

const flushing = new WeakSet<BoardData>();
/** What was asked about each review last, or that it is gone: an older answer undoes nothing of it. */
const newest = new WeakMap<BoardData, Map<string, object>>();

/** Something new is known of a review, or asked. Answers how to see whether that is still the newest. */
function begin(data: BoardData, id: string): () => boolean {
  const marks = newest.get(data) ?? new Map<string, object>();
  const mark = {};
  newest.set(data, marks.set(id, mark));
  return () => marks.get(id) === mark;
}

/** Notes what has changed elsewhere; everything of a moment is asked for together. */
export function noteChange(data: BoardData, { kind, ids }: LiveChange): void {
  const id = ids.review;
  const [thing, verb] = kind.split('.');
  if (typeof id === 'string') {
    if (thing === 'comment')
      data.host
        .shadowRoot!.querySelector<HTMLElement & { refresh?(): void }>(`#comments-${CSS.escape(id)}`)
        ?.refresh?.();
    if (thing === 'review' && (verb === 'deleted' || verb === 'hidden')) {
      data.touched.delete(id);
      begin(data, id);
      remove(data, id);
    } else if (thing === 'review' || data.items.some((one) => one.id === id)) data.touched.add(id);
  }
  if (thing === 'review' || thing === 'product') data.isSummaryOld = true;
  void catchUp(data);
}

/** The counts of all reviews are to be asked for anew. */
export function touchSummary(data: BoardData): void {
  data.isSummaryOld = true;
  void catchUp(data);
}

async function catchUp(data: BoardData): Promise<void> {
  if (flushing.has(data)) return;
  flushing.add(data);
  // Not everybody who looks at a product at the same instant.
  await pause(80);
  flushing.delete(data);
  const { side, product, as, host, isSummaryOld } = data;
  const touched = [...data.touched];
  data.touched.clear();
  data.isSummaryOld = false;
  if (!side || data.first.state !== 'ready') return;
  if (touched.length > MANY) return data.reload(true);
  const summary = async () => {
    const query = { product, limit: 1 };
    const board = await side.client.get<Board>('board', { query, fresh: true, as });
    if (data.board && product === data.product) {
      data.first.value = {
        ...data.board,
        mall: board.mall,
        product: board.product,
        summary: board.summary,
        photos: board.photos,
      };
      host.requestUpdate();
    }
  };
  await Promise.all([
    ...touched.map(async (id) => {
      const isNewest = begin(data, id);
      try {
        const review = await side.client.get<Review>(`reviews/${id}`, { fresh: true, as });
        if (side !== data.side || product !== data.product || !isNewest()) return;
        if (!upsert(data, review)) return;
        // Somebody is looking while it comes.
        const words = host.words!;
        await words.more();
        host.notify(words.t('arrived'));
      } catch (error) {
        const { code } = problemOf(error);
        if (isNewest() && (code === 'not-found' || code === 'gone')) remove(data, id);
      }
    }),
    // The counts wait for the next change when they cannot be had now.
    isSummaryOld && summary().catch(() => undefined),
  ]);
}

/** What is mine on this board. */
export async function loadMine(data: BoardData): Promise<void> {
  const { side, product, asks } = data;
  const before = turns.get(data);
  const mine = await side!.client.get<MyBoard>('me/board', { query: { product }, as: 'signed' });
  // Somebody who votes first becomes a guest by it, and asks for what is theirs in the same moment.
  if (before !== turns.get(data)) return loadMine(data);
  const words = data.host.words!;
  const hidden = mine.reviews.flatMap((one) => one.hidden ?? []);
  if (hidden.length || mine.review) await words.more();
  // Meanwhile somebody may have signed in or out, or posted.
  if (product !== data.product || side !== data.side || asks !== data.asks) return;
  data.setMine(mine);
  data.own = (review) => ownActs(data.host, review);
  if (hidden.length)
    data.note = html`<p class="disclosure">
      ${words.t('hiddenMine', { reason: hidden.map((reason) => words.t(reason)).join(', ') })}
    </p>`;
}
