import { type CSSResult, css } from 'lit';

/** A notebook: grain of two fine grids, a strip of paper tape, photos with a white rim, dashes between the parts. */
const ornaments: CSSResult = css`
  .skin-paper {
    --k-corner: 5px;
    --k-frame: 2px;
    --k-rim: light-dark(#fff, #3d342a);
    --k-divider: 1px dashed var(--d-edge);
    background-image:
      repeating-linear-gradient(3deg, color-mix(in srgb, var(--d-text) 2%, transparent) 0 1px, transparent 1px 3px),
      repeating-linear-gradient(93deg, color-mix(in srgb, var(--d-text) 1.5%, transparent) 0 1px, transparent 1px 5px);
    box-shadow: inset 0 0 42px color-mix(in srgb, var(--d-tone) 22%, transparent);
  }
  .skin-paper .strip {
    background-image: repeating-linear-gradient(
      -45deg,
      color-mix(in srgb, var(--d-accent) 13%, transparent) 0 9px,
      transparent 9px 20px
    );
  }
  /* The torn end of the tape. */
  .skin-paper .strip:not(:has(img))::after {
    content: '';
    position: absolute;
    inset: auto 0 0;
    height: 6px;
    background: conic-gradient(from -45deg at 50% 100%, var(--d-surface) 90deg, transparent 0) 50% / 12px 6px;
    transform: scaleY(-1);
    rotate: 180deg;
  }
  .skin-paper .frame {
    padding: 4px;
    border-radius: 2px;
    background-color: color-mix(in srgb, var(--d-raised) 45%, var(--k-rim));
    box-shadow: 0 1px 4px color-mix(in srgb, var(--d-text) 22%, transparent);
  }
`;
export default ornaments;
