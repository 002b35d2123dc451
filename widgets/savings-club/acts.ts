// What happens after a tap on a savings club: loaded then, not before.

import type { z } from '@hono/zod-openapi';
import type { ContributionPage, MyClubs } from '../../server/community/clubs/contract.ts';
import { newAct } from '../core/act.ts';
import { clubHash } from '../core/club-url.ts';
import { ClubChangeEvent, ClubJoinEvent, ProblemShowEvent } from '../core/events.ts';
import { problemWords } from '../core/problem-words.ts';
import { type ClientProblem, problemOf } from '../core/problems.ts';
import { clubMoreWords } from '../core/strings/club.ts';
import { copyText } from '../parts/form-pieces.ts';
import { type Place, withoutInvite } from './address.ts';
import { PAGE } from './data.ts';
import type { ClubHost } from './host.ts';

/** Says what went wrong, in one calm sentence. */
export async function tell(host: ClubHost, problem: ClientProblem): Promise<void> {
  host.dispatchEvent(new ProblemShowEvent({ code: problem.code }));
  const words = host.words!;
  await clubMoreWords(words);
  host.notify(problemWords(words, problem));
}

/** A host that has a sign-in of its own opens it now. */
export async function signIn(host: ClubHost): Promise<void> {
  const words = host.words!;
  host.dispatchEvent(new ProblemShowEvent({ code: 'sign-in-required' }));
  await clubMoreWords(words);
  host.notify(words.t('clubSignInHow'));
}

/** The next page of clubs, or of what was put in. */
export async function more(host: ClubHost): Promise<void> {
  const { data } = host;
  const { page } = data;
  if (data.isLoadingMore || data.load.busy) return;
  data.isLoadingMore = true;
  host.requestUpdate();
  try {
    if (page) {
      const cursor = page.contributions.next;
      const path = `clubs/${page.club.id}/contributions`;
      const { items, next } = await data.get<z.infer<typeof ContributionPage>>(path, {
        query: { cursor, limit: PAGE },
      });
      // Meanwhile it may have been loaded anew.
      const now = data.page;
      if (now?.club.id !== page.club.id || now.contributions.next !== cursor) return;
      const known = new Set(now.contributions.items.map((one) => one.id));
      const arrived = items.filter((one) => !known.has(one.id));
      data.page = { ...now, contributions: { items: [...now.contributions.items, ...arrived], next } };
    } else
      data.takeClubs(
        await data.get<MyClubs>('me/clubs', { query: { cursor: data.next, limit: PAGE } }),
        true,
      );
  } catch (error) {
    await tell(host, problemOf(error));
  } finally {
    data.isLoadingMore = false;
    host.requestUpdate();
  }
}

/** Brings the menu where only its button was, and opens it. */
export async function menu(host: ClubHost, place: HTMLElement): Promise<void> {
  const [menus] = await Promise.all([import('./menus.ts'), clubMoreWords(host.words!)]);
  host.menus = menus;
  host.requestUpdate();
  await host.updateComplete;
  const part = place.querySelector('dangol-part-menu');
  await part?.updateComplete;
  part?.shadowRoot?.querySelector('button')?.click();
}

/** Opens the comments under a club, or closes them. */
export async function talk(host: ClubHost): Promise<void> {
  if (!host.isTalking) {
    await Promise.all([
      import('./comments.ts'),
      // What makes a guest comes along: by the time somebody posts the connection may be gone.
      import('../core/guest.ts'),
      clubMoreWords(host.words!),
    ]);
  }
  host.isTalking = !host.isTalking;
  host.requestUpdate();
}

/** One key for one opened invitation: when the answer is lost, another try gets the same one. */
const joining = new WeakMap<Place, string>();

/** Accepts the invitation that the address brought. */
export async function join(host: ClubHost): Promise<void> {
  const { data } = host;
  const { place, preview } = data;
  if (place.kind !== 'invite' || !preview) return;
  const words = host.words!;
  const { id } = preview.club;
  await clubMoreWords(words);
  try {
    const act = joining.get(place) ?? newAct();
    joining.set(place, act);
    await data.send('POST', 'clubs/join', { code: place.code }, act);
  } catch (error) {
    const problem = problemOf(error);
    if (problem.code !== 'not-found') return tell(host, problem);
    host.notify(words.t('clubInviteGone'));
    return data.reload();
  }
  host.dispatchEvent(new ClubJoinEvent({ club: id, joined: true }));
  // Spent for this browser: it shall not stand in its history.
  history.replaceState(
    history.state,
    '',
    location.pathname + location.search + withoutInvite(location.hash, id),
  );
  host.begin();
  host.notify(words.t('clubJoined'));
}

/** Copies the coupon's code. */
export async function copyCoupon(host: ClubHost): Promise<void> {
  const field = host.shadowRoot!.querySelector<HTMLInputElement>('#coupon');
  const isCopied = await copyText(host.data.page!.me.coupon!.code, field);
  host.notify(host.words!.t(isCopied ? 'clubCopied' : 'clubNotCopied'));
}

/** What comes of a club once it ends early or somebody leaves: asked once more, in one sentence. */
async function ask(
  host: ClubHost,
  what: 'close' | 'cancel' | 'leave',
  text: string,
  done: string,
): Promise<void> {
  const { data } = host;
  const { id, version } = data.page!.club;
  const words = host.words!;
  const act = newAct();
  await host.open({
    kind: 'confirm',
    heading: words.t(`clubAsk_${what}`),
    text,
    label: words.t(`clubDo_${what}`),
    run: async () => {
      try {
        await data.send('POST', `clubs/${id}/${what}`, what === 'leave' ? {} : { version }, act);
      } catch (error) {
        // What was asked about is no longer what there is: it is shown anew.
        if (/changed|not-now/.test(problemOf(error).code)) void data.refresh();
        throw error;
      }
      if (what === 'leave') host.dispatchEvent(new ClubJoinEvent({ club: id, joined: false }));
      await data.refresh();
      if (data.page?.club.id === id) host.dispatchEvent(new ClubChangeEvent({ id, club: data.page.club }));
      else if (!host.hasAttribute('club') && location.hash.includes(id)) location.hash = clubHash();
      host.notify(done);
    },
  });
}

/** Gives what is there now, before its day. */
export async function close(host: ClubHost): Promise<void> {
  const words = host.words!;
  await clubMoreWords(words);
  const { payout, raised } = host.data.page!.club;
  await ask(
    host,
    'close',
    words.t(`clubAskClose_${payout}`, { amount: host.points(raised ?? 0) }),
    words.t('clubClosed'),
  );
}

/** Calls it off. */
export async function cancel(host: ClubHost): Promise<void> {
  const words = host.words!;
  await clubMoreWords(words);
  const { raised } = host.data.page!.club;
  const text = raised
    ? words.t('clubAskCancelText', { amount: host.points(raised) })
    : words.t('clubAskCancelNone');
  await ask(host, 'cancel', text, words.t('clubCancelDone'));
}

/** Takes part no longer. */
export async function leave(host: ClubHost): Promise<void> {
  const words = host.words!;
  await clubMoreWords(words);
  const { given } = host.data.page!.me;
  const text = given
    ? words.t('clubAskLeaveText', { amount: host.points(given) })
    : words.t('clubAskLeaveNone');
  const done = given
    ? words.t('clubLeaveDone', { amount: host.points(given) })
    : words.t('clubLeaveDoneNone');
  await ask(host, 'leave', text, done);
}
