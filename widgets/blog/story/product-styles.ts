import { css } from 'lit';

/** A product at a glance, in the card of a dot and in the list below. */
export const productStyles = css`
  .thumb {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 64px;
    block-size: 64px;
    overflow: hidden;
    border-radius: var(--d-radius);
    background: var(--d-raised);
    color: var(--d-muted);
  }
  .thumb img {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .what {
    display: grid;
    flex: 1;
    gap: 2px;
    min-inline-size: 0;
  }
  .name {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    font-weight: 500;
    line-height: 1.4;
    unicode-bidi: isolate;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 8px;
    font-variant-numeric: tabular-nums;
  }
  .stock {
    color: var(--d-muted);
    font-size: 0.87em;
  }
  .stock.few {
    color: var(--d-bad);
    font-weight: 600;
  }
  dangol-wish-button {
    display: inline-block;
    flex: none;
    min-inline-size: 44px;
    min-block-size: 44px;
  }
`;
