import { html, nothing, type TemplateResult } from 'lit';
import type { Board, Review } from '../../server/community/reviews/contract.ts';
import '../core/times.ts';
import { labelIn } from '../core/label.ts';
import type { Words } from '../core/words.ts';
import { avatar } from '../parts/avatar.ts';
import { badge } from '../parts/badge.ts';
import type { TextMarks } from '../parts/fold-text.ts';
import { COMMENT, icon, MORE } from '../parts/icons.ts';
import { level } from '../parts/level.ts';
import { photoStrip } from '../parts/photo-strip.ts';
import { stars } from '../parts/stars.ts';
import { voteButton } from '../parts/vote-button.ts';
import type { DialogRequest, OwnActs } from './host.ts';
import type { Votes } from './votes.ts';

export interface ItemOptions {
  review: Review;
  mall: Board['mall'];
  words: Words;
  votes: Votes;
  /** What I can do about my own. */
  own: OwnActs | undefined;
  /** Marks what a search has found. */
  marks: TextMarks | undefined;
  /** What its writer said later. */
  later: TemplateResult | typeof nothing | undefined;
  /** The comments below it, once they were opened. */
  comments: TemplateResult | typeof nothing;
  /** The menu, once its code is there. */
  menu: TemplateResult | undefined;
  onVote(): void;
  onMenu(event: Event): void;
  onComments(): void;
  open(request: DialogRequest): void;
}

const day = (at: number, words: Words) =>
  html`<time datetime=${new Date(at).toISOString()} title=${words.date(at)}>${words.ago(at)}</time>`;

/** One review. */
export function item(options: ItemOptions): TemplateResult {
  const { review, mall, words, votes, comments, menu, own, marks, open } = options;
  const { author, reply, photos } = review;
  // Safe from names that would turn the direction of what follows.
  const name = html`<bdi>${author.name}</bdi>${words.t('named', { name: author.name }).slice(author.name.length)}`;
  const found = marks && review.found.join('\n');
  const facts = [
    ...review.options.map((one) => `${one.name} ${one.value}`),
    ...review.attributes.map(({ key, value }) => {
      const known = mall.attributes.find((one) => one.key === key);
      const chosen = known?.values.find((one) => one.key === value);
      return `${labelIn(known?.label, words.lang, key)} ${labelIn(chosen?.label, words.lang, value)}`;
    }),
  ];
  const helped = votes.count(review);
  return html`<article aria-label=${words.t('reviewBy', { name: author.name })}>
      <div class="by">
        ${avatar(author)}
        <div class="who">
          <div class="name">
            ${
              author.guest || author.seller
                ? html`<span>${name}</span>`
                : html`<button
                    type="button"
                    class="person"
                    aria-haspopup="dialog"
                    @click=${() => open({ kind: 'profile', member: author.id })}
                  >
                    ${name}
                  </button>`
            }
            ${level(author, mall.levels, words)}
            ${author.seller ? badge('seller', words) : nothing} ${review.bought ? badge('bought', words) : nothing}
          </div>
          <div class="meta">
            ${stars({ value: review.stars, words })} ${day(review.createdAt, words)}
            ${
              review.editedAt
                ? html`<button type="button" class="link" aria-haspopup="dialog" @click=${() => open({ kind: 'history', review })}>${words.t('edited')}</button>`
                : nothing
            }
          </div>
        </div>
        ${
          menu ??
          html`<button type="button" class="dots" aria-haspopup="menu" aria-label=${words.t('menu')} @click=${options.onMenu}>
            ${icon(MORE)}
          </button>`
        }
      </div>
      ${facts.length ? html`<ul class="facts">${facts.map((fact) => html`<li dir="auto">${fact}</li>`)}</ul>` : nothing}
      ${review.disclosure ? html`<p class="disclosure" part="disclosure">${review.disclosure}</p>` : nothing}
      ${review.title ? html`<h3 dir="auto">${found ? marks.in(review.title, found) : review.title}</h3>` : nothing}
      <dangol-part-fold-text .text=${review.text} .words=${words} .marks=${marks} .found=${found}></dangol-part-fold-text>
      ${
        photos.length
          ? photoStrip({
              label: words.t('photos'),
              photos,
              onOpen: (index) =>
                open({ kind: 'photo', photos: photos.map((photo) => ({ photo, review })), index }),
              words,
            })
          : nothing
      }
      ${options.later ?? nothing}
      <div class="acts">
        ${own?.act ?? voteButton({ pressed: votes.isPressed(review), onToggle: options.onVote, words })}
        ${helped ? html`<span class="helped">${words.t('helpedCount', { count: helped })} ${own?.why ?? nothing}</span>` : nothing}
        <button
          type="button"
          class="talk"
          aria-expanded=${comments !== nothing}
          @click=${options.onComments}
        >
          ${icon(COMMENT)}${review.comments ? words.t('comments', { count: review.comments }) : words.t('commentNone')}
        </button>
      </div>
      ${
        reply
          ? html`<div class="reply" part="reply">
              <div class="meta"><b><bdi>${reply.name || words.t('sellerReply')}</bdi></b> ${badge('seller', words)} ${day(reply.at, words)}</div>
              <dangol-part-fold-text .text=${reply.text} .words=${words}></dangol-part-fold-text>
            </div>`
          : nothing
      }
      ${comments}
    </article>`;
}
