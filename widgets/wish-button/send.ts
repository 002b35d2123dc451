// What happens after a tap on a heart: loaded then, not before.
import type { Hearts as Answer, Heart } from '../../server/community/wishlists/contract.ts';
import { newAct } from '../core/act.ts';
import { ProblemShowEvent, WishChangeEvent } from '../core/events.ts';
import { productOfPage } from '../core/facts.ts';
import { keeps } from '../core/keeps.ts';
import { pageSettings } from '../core/page.ts';
import { pageUrl } from '../core/page-url.ts';
import { problemWords } from '../core/problem-words.ts';
import { type ClientProblem, problemOf } from '../core/problems.ts';
import type { Hearts, Known } from './hearts.ts';
import type { DangolWishButton } from './wish-button.ts';

/** The address of the product, where this page is its own. */
function seenHere(product: string): { seen?: { url: string } } {
  const url = (pageSettings().product ?? productOfPage()) === product && pageUrl();
  return url ? { seen: { url } } : {};
}

async function put(
  hearts: Hearts,
  button: DangolWishButton,
  product: string,
  wished: boolean,
): Promise<Heart> {
  const { client } = hearts.side;
  const { list } = button;
  const how = { as: 'writer', act: newAct(), lang: button.words?.lang } as const;
  const seen = wished ? seenHere(product) : {};
  if (!list || !wished)
    return client.request<Heart>('PUT', 'hearts', { ...how, body: { product, wished, ...seen } });
  await client.request('POST', 'wishes', { ...how, body: { product, list, ...seen } });
  const { items } = await client.get<Answer>('hearts', { query: { product }, as: 'signed' });
  return items[0]!;
}

/** Sends a heart that was turned, until the service knows what was wanted last. */
export async function send(
  hearts: Hearts,
  known: Known,
  wished: boolean,
  button: DangolWishButton,
): Promise<void> {
  const { product } = known;
  const { session, id: mall } = hearts.side;
  const before = session.kind;
  try {
    // Who may not is told so without a flash of the heart.
    if (hearts.closed) throw hearts.closed;
    let sent: boolean | undefined;
    for (let wanted = known.wanted ?? wished; wanted !== sent; wanted = known.wanted ?? wanted) {
      sent = wanted;
      const heart = await put(hearts, button, product, sent);
      hearts.take(known, heart.mine, heart.count);
      button.dispatchEvent(new WishChangeEvent({ mall, product, wished: sent }));
    }
    if (before === 'none' && known.mine) tellGuest(button).catch(() => undefined);
  } catch (error) {
    const problem = problemOf(error);
    known.wanted = undefined;
    known.turn++;
    if (problem.code === 'sign-in-required' && session.kind === 'none') hearts.closed = problem;
    hearts.tell(known);
    // The heart can be tapped again while it is being said.
    void refuse(button, problem);
  }
}

/** Says something beside a heart, in the top layer, where nothing of the page cuts it off. */
async function say(button: DangolWishButton, text: string, isRefused = false): Promise<void> {
  button.say(text, isRefused);
  await button.updateComplete;
  const note = button.renderRoot.querySelector<HTMLElement>('.note');
  if (!note || !('popover' in note)) return;
  note.popover = 'manual';
  if (!note.matches(':popover-open')) note.showPopover();
  // There it goes by the measure of the whole page.
  const { left, bottom, width } = button.getBoundingClientRect();
  const { clientWidth } = document.documentElement;
  note.style.maxInlineSize = `min(18em, ${clientWidth - 16}px)`;
  const room = clientWidth - note.offsetWidth - 8;
  const at = Math.max(8, Math.min(room, left + width / 2 - note.offsetWidth / 2));
  note.style.inset = `${bottom + scrollY}px auto auto ${at + scrollX}px`;
}

async function tellGuest(button: DangolWishButton): Promise<void> {
  const words = button.words!;
  await words.more();
  await say(button, words.t(keeps() ? 'wishGuest' : 'wishNotKept'));
}

/** Says in one calm sentence why it is not so. */
async function refuse(button: DangolWishButton, problem: ClientProblem): Promise<void> {
  const { words } = button;
  // Seen at once; the words follow when they are there.
  button.say('', true);
  // A host that has a sign-in of its own may open it now.
  button.dispatchEvent(new ProblemShowEvent({ code: problem.code }));
  if (!words) return;
  try {
    await words.more();
  } catch {
    await say(button, words.t('wishFailed'), true);
    return;
  }
  const isNobody = /sign-in-required|guest-not-allowed/.test(problem.code);
  await say(button, isNobody ? words.t('wishSignIn') : problemWords(words, problem), true);
}
