import '../core/times.ts';
import type { Notice } from '../../server/community/inbox/contract.ts';
import type { PublicMall } from '../../server/mall/malls/contract.ts';
import { dayText } from '../core/days.ts';
import { money } from '../core/money.ts';
import type { Words } from '../core/words.ts';

/** An amount of points, with what the mall calls them. */
function pointsOf(amount: number, words: Words, mall: PublicMall | undefined): string {
  const number = amount.toLocaleString(words.lang);
  const name = mall?.points.name;
  const own = name && (name[words.lang as 'ko' | 'en'] ?? name[mall.locale]);
  if (own) return words.lang === 'ko' ? `${own} ${number}` : `${number} ${own}`;
  return words.t((mall?.currency ?? 'KRW') === 'KRW' ? 'inboxPoints' : 'inboxPointsPlain', { count: amount });
}

/** What happened, in one sentence of its kind and facts. */
export function sentenceOf(notice: Notice, words: Words, mall: PublicMall | undefined): string {
  const { kind, facts, from } = notice;
  const product = notice.product?.name || words.t('inboxProduct');
  const list = notice.list?.name || words.t('inboxFirstList');
  const club = notice.club?.name || words.t('inboxClub');
  const name = from?.name;
  switch (kind) {
    case 'price-drop': {
      const currency = facts.currency ?? notice.product?.currency ?? mall?.currency;
      if (facts.before === undefined || facts.now === undefined || !currency)
        return words.t('noticePriceDropped', { product });
      const price = (amount: number) => money(amount, currency, words.lang);
      return words.t('noticePriceDrop', { product, before: price(facts.before), now: price(facts.now) });
    }
    case 'few-left':
      return words.t('noticeFewLeft', { product });
    case 'restock':
      return words.t('noticeRestock', { product });
    case 'wish-comment':
      return name
        ? words.t('noticeComment', { name, product })
        : words.t('noticeCommentSomebody', { product });
    case 'claimed-wish-changed':
      return words.t('noticeClaimChanged', { product });
    case 'claimed-wish-gone':
      return words.t('noticeClaimGone', { product });
    case 'claims-shown':
      return words.t('noticeClaimsShown', { list });
    case 'part-back':
    case 'part-given': {
      const said = { product, points: pointsOf(facts.amount ?? 0, words, mall) };
      return words.t(kind === 'part-back' ? 'noticePartBack' : 'noticePartGiven', said);
    }
    case 'gift-points': {
      const said = { product, points: pointsOf(facts.amount ?? 0, words, mall) };
      return name ? words.t('noticeGift', { name, ...said }) : words.t('noticeGiftSomebody', said);
    }
    case 'list-joined':
      return name ? words.t('noticeJoined', { name, list }) : words.t('noticeJoinedSomebody', { list });
    case 'points-expiring':
      return words.t('noticePointsExpiring', {
        points: pointsOf(facts.amount ?? 0, words, mall),
        day: facts.day ? dayText(facts.day, words.lang) : '',
      });
    case 'club-joined':
      return name
        ? words.t('noticeClubJoined', { name, club })
        : words.t('noticeClubJoinedSomebody', { club });
    case 'club-reached':
      return words.t('noticeClubReached', { club });
    case 'club-ended': {
      const { outcome, amount = 0 } = facts;
      const points = pointsOf(amount, words, mall);
      if (outcome === 'refunded') return words.t('noticeClubRefunded', { club, points });
      if (outcome === 'received') return words.t('noticeClubReceived', { club, points });
      if (outcome === 'given') return words.t('noticeClubGiven', { club, points });
      return words.t('noticeClubEnded', { club });
    }
    case 'club-person':
      return words.t('noticeClubPerson', { club });
    case 'rolling-paper':
      return words.t('noticeRollingPaper', { club, points: pointsOf(facts.amount ?? 0, words, mall) });
    case 'story-comment': {
      const story = notice.story?.title || words.t('inboxStory');
      return name
        ? words.t('noticeStoryComment', { name, story })
        : words.t('noticeStoryCommentSomebody', { story });
    }
    case 'story-sold': {
      const said = { story: notice.story?.title || words.t('inboxStory'), product };
      if (!facts.amount) return words.t('noticeStorySold', said);
      return words.t('noticeStorySoldPoints', { ...said, points: pointsOf(facts.amount, words, mall) });
    }
    case 'neighbour-new':
      return words.t('noticeNeighbourNew', { name: name ?? words.t('noticeSomebody') });
    case 'neighbour-asking':
      return words.t('noticeNeighbourAsking', { name: name ?? words.t('noticeSomebody') });
    case 'neighbour-agreed':
      return words.t('noticeNeighbourAgreed', { name: name ?? words.t('noticeSomebody') });
    default: {
      const { purpose = 'information', channel = 'inbox', given = true, consentAt = notice.at } = facts;
      const what = words.t(`consentOf_${purpose}_${channel}`);
      const date = words.date(consentAt);
      if (kind === 'consent-check') return words.t('noticeConsentCheck', { date, what });
      return words.t(given ? 'noticeConsentGiven' : 'noticeConsentTaken', { date, what });
    }
  }
}

/** Where a notice leads to: `settings`, a wishlist, a club, a blog, or the product at the mall. */
export const leadsTo = ({
  kind,
  list,
  club,
  story,
  from,
  product,
}: Notice): 'settings' | 'list' | 'club' | 'blog' | 'product' | undefined => {
  if (kind === 'consent-told' || kind === 'consent-check') return 'settings';
  const isOfProduct = kind === 'price-drop' || kind === 'few-left' || kind === 'restock';
  if (list && !isOfProduct) return 'list';
  if (club) return 'club';
  if (story || (from && kind.startsWith('neighbour-'))) return 'blog';
  return product?.url ? 'product' : undefined;
};
