import { type CSSResult, css } from 'lit';

/** A picnic cloth with a scalloped hem, and corners as soft as it. */
const ornaments: CSSResult = css`
  .skin-mint {
    --k-corner: 22px;
    --k-frame: 14px;
    --k-divider: 2px dotted var(--d-tone);
  }
  .skin-mint .strip {
    background-image:
      repeating-linear-gradient(0deg, color-mix(in srgb, var(--d-tone) 62%, transparent) 0 11px, transparent 11px 22px),
      repeating-linear-gradient(90deg, color-mix(in srgb, var(--d-tone) 62%, transparent) 0 11px, transparent 11px 22px);
  }
  .skin-mint .strip::after {
    content: '';
    position: absolute;
    inset: auto 0 -1px;
    height: 9px;
    background: radial-gradient(circle at 50% 100%, var(--d-surface) 8.5px, transparent 9px) 50% 0 / 18px 9px repeat-x;
  }
`;
export default ornaments;
