import { type CSSResult, css, html, nothing, type TemplateResult } from 'lit';
import type { Photo } from '../../server/community/media/contract.ts';
import { safeUrl } from '../core/safe-url.ts';
import type { Words } from '../core/words.ts';

export interface PhotoStripOptions {
  /** What the row is: "후기 사진". */
  label: string;
  photos: readonly Photo[];
  onOpen(index: number): void;
  words: Words;
}

/** A row of small photos; each opens large. */
export function photoStrip({ label, photos, onOpen, words }: PhotoStripOptions): TemplateResult {
  return html`<ul class="strip" part="photos" role="list" aria-label=${label}>
    ${photos.map(
      (photo, index) =>
        html`<li>
          <button type="button" @click=${() => onOpen(index)}>
            <img
              src=${safeUrl(photo.small) ?? nothing}
              alt=${photo.alt || words.t('photoOf', { number: index + 1 })}
              loading="lazy"
              decoding="async"
            />
          </button>
        </li>`,
    )}
  </ul>`;
}

export const photoStripStyles: CSSResult = css`
  .strip {
    display: flex;
    gap: 6px;
    /* Room for the focus ring, which a scrolling box would cut. */
    padding: 4px;
    margin-block-end: -4px;
    margin-inline-start: -4px;
    overflow-x: auto;
    scrollbar-width: none;
    overscroll-behavior-x: contain;
    scroll-padding-inline: 24px;
  }
  .strip button {
    position: relative;
    display: block;
    inline-size: var(--d-photo);
    block-size: var(--d-photo);
    padding: 0;
    overflow: hidden;
    background: var(--d-raised);
  }
  .strip img {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    /* The alternative text of a photo that did not come. */
    font-size: 0.75em;
  }
`;
